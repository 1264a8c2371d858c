"""Norwegian (Bokmål)."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="nb",
    nouns="kommentar|kommentarer|svar|tanke|tanker|innlegg",
    headings="kommentarer|svar|debatt",
    spelled="en kommentar=1|én kommentar=1|ett svar=1|en tanke=1|én tanke=1|ingen kommentarer=0|ingen svar=0",
    about="til|på|om|for",
    says="sier|sa|skriver|skrev",
    by="lagt inn av|skrevet av|kommentar av|av",
    tail="svar|permalenke|rapporter|den|kl|for",
    unverified="ikke bekreftet|uverifisert",
    answering="som svar på |svar til |svarte ",
    particles="av|von|de|og",
    persons="jeg|meg|min|mitt|mine|du|deg|din|ditt|dine|dere|deres|takk",
    reply="svar|siter|rapporter|del|liker|rediger|logg inn for å svare",
    form=(
        "legg igjen en kommentar|legg igjen et svar|skriv en kommentar|legg inn en kommentar|avbryt svar|"
        "din e-postadresse vil ikke|obligatoriske felt|du må være innlogget|ingen kommentarer"
    ),
    removed_what="denne kommentaren|kommentaren|din kommentar|kommentar|dette innlegget|innlegget",
    removed=(
        "er slettet|har blitt slettet|ble slettet|slettet|er fjernet|har blitt fjernet|ble fjernet|"
        "fjernet|venter på moderering|venter på godkjenning"
    ),
    removed_by="av",
    furniture="medlem|gjest|stem|stemmer",
    promo_labels="les|les også|se også|les mer",
    promos="les også|les mer|se også",
    bylines="skrevet av|av",
    dated="dato|publisert|oppdatert",
    units={"dager": 3, "dag": 3},
    ago="siden",
    days={"idag": 0, "igår": 1},
    one="en|ett",
    joiners="kl|den",
    clock="kl|klokken",
    ambiguous="for",
)
