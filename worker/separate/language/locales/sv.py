"""Swedish."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="sv",
    nouns="kommentar|kommentarer|svar|tanke|tankar",
    headings="kommentarer|svar|diskussion",
    spelled="en kommentar=1|ett svar=1|en tanke=1|inga kommentarer=0|inga svar=0",
    about="till|på|om|för|hittills",
    says="säger|sa|skriver|skrev|svarade",
    by="inlagd av|upplagd av|skrivet av|kommentar av|av",
    tail="svara|permalänk|anmäl|den|kl|för",
    unverified="ej verifierad|inte verifierad",
    answering="som svar på |svar till |svarade ",
    particles="af|av|von|de|och",
    persons="jag|mig|mej|min|mitt|mina|du|dig|dej|din|ditt|dina|ni|er|tack",
    reply="svara|citera|anmäl|dela|gilla|redigera|logga in för att svara",
    form=(
        "lämna ett svar|lämna en kommentar|skriv en kommentar|skicka en kommentar|avbryt svar|"
        "din e-postadress kommer inte|obligatoriska fält|du måste vara inloggad|inga kommentarer"
    ),
    removed_what=("den här kommentaren|denna kommentar|kommentaren|din kommentar|kommentar|inlägget|det här inlägget"),
    removed=(
        "har tagits bort|är borttagen|borttagen|togs bort|har raderats|raderad|väntar på granskning|"
        "väntar på moderering|inväntar granskning"
    ),
    removed_by="av",
    furniture="medlem|gäst|gillar|röst|röster|rösta",
    promo_labels="läs|läs mer|läs också|se även|läs även|se också",
    promos="läs mer|läs också|läs även|se även",
    mailing=(
        "avregistrera|avsluta prenumeration|visa i webbläsare|läs i webbläsaren|du får det här|du får detta|"
        "hantera inställningar|tipsa en vän"
    ),
    bylines="skriven av|text|av",
    dated="datum|publicerad|uppdaterad",
    names={"comment": "kommentarer|kommentar"},
    ago="sedan",
    days={"idag": 0, "igår": 1},
    now="nyss",
    one="en|ett",
    joiners="kl|den",
    clock="kl|klockan",
    ambiguous="för|em|fm",
)
