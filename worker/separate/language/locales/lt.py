"""Lithuanian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="lt",
    nouns="komentaras|komentarai|komentarų|komentaro|atsakymas|atsakymai|atsakymų",
    stem="komentar",
    headings="komentarai|atsakymai|diskusija",
    counted="… # komentarai",
    spelled="vienas komentaras=1|vienas atsakymas=1|komentarų nėra=0|nėra komentarų=0",
    about="apie|į|prie",
    says="rašo|parašė|sako|sakė|atsakė",
    by="paskelbė|autorius|parašė",
    tail="atsakyti|nuolatinė nuoroda|pranešti",
    answering="atsakymas į |atsakė ",
    particles="fon|ir",
    persons="aš|man|mane|mano|manęs|tu|tau|tave|tavo|jums|jūsų|ačiū|dėkui|esu|manau",
    reply="atsakyti|cituoti|pranešti|dalintis|patinka|redaguoti",
    form=(
        "parašykite komentarą|palikite komentarą|palikite atsakymą|rašyti komentarą|atšaukti atsakymą|"
        "el. pašto adresas nebus|būtini laukeliai|komentarų nėra|nėra komentarų"
    ),
    removed_what="šis komentaras|komentaras|jūsų komentaras",
    removed="buvo pašalintas|pašalintas|buvo ištrintas|ištrintas|laukia patvirtinimo|laukia moderavimo",
    furniture="narys|svečias|balsai|balsų",
    promo_labels="skaitykite|skaitykite taip pat|taip pat skaitykite|žiūrėkite",
    promos="skaitykite taip pat|taip pat skaitykite|skaityti daugiau",
    bylines="autorius|parašė",
    dated="data|paskelbta|atnaujinta",
    units={"val": 2, "min": 1},
    ago="prieš",
    one="vieną|vienas",
    joiners="d|m",
    ordinals="m",
    ambiguous="bal|kov|vas|geg|saus",
)
