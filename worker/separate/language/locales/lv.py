"""Latvian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="lv",
    nouns="komentārs|komentāri|komentāru|komentāriem|atbilde|atbildes|atbilžu",
    stem="komentār",
    headings="komentāri|atbildes|diskusija",
    counted="… # komentāri",
    spelled="viens komentārs=1|viena atbilde=1|nav komentāru=0",
    about="par|uz|pie",
    says="saka|teica|raksta|rakstīja|atbildēja",
    by="publicēja|autors|ievietoja",
    tail="atbildēt|pastāvīgā saite|ziņot|plkst",
    answering="atbilde uz |atbildot |atbildēja ",
    particles="fon|un",
    persons="es|man|mani|mana|mans|manu|tu|tev|tevi|tavs|jūs|jums|jūsu|paldies|esmu|domāju",
    reply="atbildēt|citēt|ziņot|dalīties|patīk|rediģēt",
    form=(
        "atstāt atbildi|atstājiet komentāru|pievienot komentāru|rakstīt komentāru|atcelt atbildi|"
        "jūsu e-pasta adrese netiks|obligātie lauki|nav komentāru"
    ),
    removed_what="šis komentārs|komentārs|jūsu komentārs",
    removed="ir dzēsts|dzēsts|tika dzēsts|ir izdzēsts|izdzēsts|gaida apstiprinājumu|gaida moderāciju",
    furniture="dalībnieks|viesis|balsis|balsu",
    promo_labels="lasi|lasiet|lasi arī|lasiet arī|skaties",
    promos="lasi arī|lasiet arī|lasīt vairāk|lasīt tālāk",
    bylines="autors|rakstīja",
    dated="datums|publicēts|atjaunots",
    months={
        "janvārī": 1,
        "februārī": 2,
        "martā": 3,
        "aprīlī": 4,
        "maijā": 5,
        "jūnijā": 6,
        "jūlijā": 7,
        "augustā": 8,
        "septembrī": 9,
        "oktobrī": 10,
        "novembrī": 11,
        "decembrī": 12,
    },
    ago="pirms",
    one="vienas|viena",
    joiners="gada|plkst|g",
    ordinals="gada",
    ambiguous="g",
)
