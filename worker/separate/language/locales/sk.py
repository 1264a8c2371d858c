"""Slovak."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="sk",
    nouns="komentár|komentáre|komentárov|odpoveď|odpovede|odpovedí|názor|názory",
    headings="komentáre|odpovede|diskusia|názory",
    spelled="jeden komentár=1|jedna odpoveď=1|žiadne komentáre=0|žiadny komentár=0|bez komentárov=0",
    about="k|na|pre|o",
    says="píše|napísal|napísala|hovorí|povedal|povedala|vraví",
    by="pridal|napísal|autor|od",
    tail="odpovedať|trvalý odkaz|nahlásiť",
    unverified="neoverené",
    answering="ako odpoveď na |odpoveď na |v odpovedi na |reakcia na ",
    particles="z|zo|von|a",
    persons="ja|mňa|mi|mne|môj|moja|moje|ty|teba|tebe|ťa|tvoj|vás|vám|váš|vaša|ďakujem|som|mám|myslím",
    reply="odpovedať|citovať|nahlásiť|zdieľať|páči sa mi to|upraviť",
    form=(
        "pridaj komentár|pridať komentár|zanechajte komentár|zverejnenie komentára|zrušiť odpoveď|"
        "vaša e-mailová adresa nebude|vyžadované polia sú|žiadne komentáre"
    ),
    removed_what="tento komentár|komentár|váš komentár|tento príspevok|príspevok",
    removed="bol odstránený|odstránený|bol vymazaný|vymazaný|čaká na schválenie|čaká na moderovanie",
    removed_by="používateľom|autorom",
    furniture="hosť|používateľ|hlas|hlasov|páči",
    promo_labels="čítajte|čítajte aj|pozrite|viac",
    promos="čítajte aj|čítajte tiež|čítať ďalej",
    bylines="napísal|autor",
    dated="dátum|publikované|aktualizované",
    ago="pred",
    one="jeden|jednu",
    joiners="o|v|dňa",
)
