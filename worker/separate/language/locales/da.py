"""Danish."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="da",
    nouns="kommentar|kommentarer|svar|tanke|tanker",
    headings="kommentarer|svar|debat",
    spelled="en kommentar=1|ét svar=1|et svar=1|én kommentar=1|en tanke=1|ingen kommentarer=0|ingen svar=0",
    about="til|på|om|for",
    says="siger|sagde|skriver|skrev",
    by="indsendt af|skrevet af|kommentar af|af",
    tail="svar|besvar|permalink|anmeld|den|kl|for",
    unverified="ikke efterprøvet|ikke bekræftet",
    answering="som svar til |svar til |svarede ",
    particles="af|von|de|og",
    persons="jeg|mig|min|mit|mine|du|dig|din|dit|dine|jer|jeres|tak",
    reply="svar|besvar|citer|anmeld|del|synes godt om|rediger",
    form=(
        "skriv et svar|skriv en kommentar|efterlad et svar|efterlad en kommentar|send en kommentar|"
        "annuller svar|din e-mailadresse vil ikke|krævede felter|du skal være logget ind|"
        "ingen kommentarer"
    ),
    removed_what="denne kommentar|kommentaren|din kommentar|kommentar|dette indlæg",
    removed=(
        "er blevet slettet|er slettet|slettet|er blevet fjernet|er fjernet|fjernet|afventer moderation|"
        "afventer godkendelse"
    ),
    removed_by="af",
    furniture="medlem|gæst|stem|stemmer|godt|synes|om",
    promo_labels="læs|læs også|se også|læs mere",
    promos="læs også|læs mere|se også",
    bylines="skrevet af|af",
    dated="dato|publiceret|opdateret",
    ago="siden",
    days={"idag": 0, "igår": 1},
    one="en|et",
    joiners="kl|den",
    clock="kl",
    ambiguous="for",
)
