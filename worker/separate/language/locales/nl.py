"""Dutch."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="nl",
    nouns="reactie|reacties|antwoord|antwoorden|gedachte|gedachten|opmerking|opmerkingen",
    headings="reacties|alle reacties|discussie",
    spelled=(
        "één reactie=1|een reactie=1|één antwoord=1|een gedachte=1|één gedachte=1|geen reacties=0|"
        "geen antwoorden=0|nog geen reacties=0"
    ),
    about="op|over|aan|bij|voor",
    says="zegt|zei|schreef|schrijft|reageerde",
    by="geplaatst door|gepost door|geschreven door|reactie van|door",
    tail="beantwoorden|reageren|antwoorden|permalink|melden|op|om|auteur",
    unverified="niet gecontroleerd|niet geverifieerd",
    answering="in antwoord op |antwoord op |reageerde op |als reactie op ",
    particles="van|de|der|den|het|ter|ten|en|te",
    persons="ik|mij|me|mijn|je|jij|jou|jouw|jullie|u|uw|bedankt|dank|ben",
    reply="beantwoorden|reageren|antwoorden|citeren|melden|delen|vind ik leuk|bewerken",
    form=(
        "geef een reactie|laat een reactie achter|laat een antwoord achter|plaats een reactie|"
        "een reactie posten|reactie annuleren|antwoord annuleren|je e-mailadres wordt niet|"
        "vereiste velden zijn|je moet ingelogd zijn|geen reacties"
    ),
    removed_what="deze reactie|de reactie|je reactie|uw reactie|reactie|dit bericht|bericht",
    removed=(
        "is verwijderd|werd verwijderd|verwijderd|wacht op moderatie|wacht op goedkeuring|"
        "is in afwachting van moderatie"
    ),
    removed_by="door",
    furniture="reageer|lid|gast|stem|stemmen|leuk|vind",
    promo_labels="lees|bekijk|lees ook|bekijk ook|zie ook",
    promos="lees ook|lees meer|lees verder|bekijk ook",
    mailing=(
        "uitschrijven|afmelden|bekijk in browser|bekijk in je browser|bekijk online|bekijk deze e-mail|"
        "je ontvangt deze|u ontvangt deze|voorkeuren beheren|doorsturen aan een vriend"
    ),
    bylines="geschreven door|door",
    dated="datum|gepubliceerd|bijgewerkt",
    names={"comment": "reactie|reacties|opmerkingen", "author": "gebruiker"},
    units={"uren": 2, "jaren": 6},
    ago="geleden",
    now="zojuist",
    one="een",
    joiners="om|op|uur",
)
