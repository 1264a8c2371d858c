"""Romanian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="ro",
    nouns="comentariu|comentarii|răspuns|răspunsuri|gând|gânduri|părere|păreri",
    stem="comentari",
    headings="comentarii|răspunsuri|păreri",
    spelled=("un comentariu=1|un răspuns=1|un gând=1|niciun comentariu=0|nici un comentariu=0|fără comentarii=0"),
    about="la|pentru|despre",
    says="spune|a spus|zice|a zis|scrie|a scris",
    by="publicat de|postat de|scris de|comentariu de|trimis de",
    tail="răspunde|legătură permanentă|raportează|la|pe",
    unverified="neverificat",
    answering="ca răspuns la |răspuns la |în răspuns la |a răspuns lui ",
    particles="de|din|și|al|a",
    persons="eu|mie|mă|mi|meu|mea|mei|mele|tu|ție|te|tine|tău|ta|voi|vă|dumneavoastră|mulțumesc|mersi|cred",
    reply="răspunde|citează|raportează|distribuie|îmi place|editează",
    form=(
        "lasă un răspuns|lasă un comentariu|adaugă un comentariu|trimiteți un comentariu|"
        "anulează răspunsul|adresa ta de email nu va fi|câmpurile obligatorii|"
        "trebuie să fii autentificat|niciun comentariu"
    ),
    removed_what="acest comentariu|comentariul|comentariul tău|comentariu|acest mesaj",
    removed=(
        "a fost șters|șters|a fost eliminat|eliminat|a fost înlăturat|așteaptă moderare|"
        "este în așteptarea moderării|în așteptarea moderării"
    ),
    removed_by="de|de către",
    furniture="membru|invitat|vot|voturi|îmi|place",
    promo_labels="citește|citește și|vezi și|citiți și",
    promos="citește și|citește mai mult|citește mai departe|vezi și",
    bylines="scris de|autor|de",
    dated="data|publicat|actualizat",
    months={"noi": 11},
    ago="acum",
    one="un",
    joiners="la|pe|ora",
    ambiguous="de",
)
