"""Czech."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="cs",
    nouns="komentář|komentáře|komentářů|odpověď|odpovědi|odpovědí|názor|názory|názorů|příspěvek|příspěvky",
    headings="komentáře|odpovědi|diskuse|názory",
    spelled=("jeden komentář=1|jedna odpověď=1|jedna myšlenka=1|žádné komentáře=0|žádný komentář=0|bez komentářů=0"),
    about="u|k|na|pro",
    says="napsal|napsala|napsal(a)|říká|řekl|řekla|řekl(a)|odpověděl",
    by="přidal|napsal|vložil|autor|od",
    tail="odpovědět|trvalý odkaz|nahlásit|v|dne",
    unverified="neověřeno",
    answering="v odpovědi na |odpověď na |reakce na |odpověděl ",
    particles="z|ze|von|a",
    persons=(
        "já|mně|mě|mi|můj|moje|mého|mou|tě|tebe|tobě|tvůj|vás|vám|váš|vaše|díky|děkuji|děkuju|jsem|bych|mám|"
        "myslím|nevím"
    ),
    reply="odpovědět|citovat|nahlásit|sdílet|to se mi líbí|upravit",
    form=(
        "napsat komentář|přidat komentář|zanechat komentář|zanechte odpověď|okomentovat|zrušit odpověď|"
        "vaše e-mailová adresa nebude|vyžadované informace jsou|pro přidávání komentářů|žádné komentáře"
    ),
    removed_what="tento komentář|komentář|váš komentář|tento příspěvek|příspěvek",
    removed="byl smazán|smazán|smazáno|byl odstraněn|odstraněn|čeká na schválení|čeká na moderaci",
    removed_by="uživatelem|autorem",
    furniture="host|uživatel|hlas|hlasů|líbí|mi|se|to",
    promo_labels="čtěte|čtěte také|viz také|přečtěte si|více",
    promos="čtěte také|přečtěte si také|číst dále",
    bylines="napsal|autor",
    dated="datum|publikováno|aktualizováno",
    units={"roky": 6, "hodina": 2, "den": 3, "měsíc": 5, "týden": 4},
    ago="před",
    one="jeden|jednu",
    joiners="v|ve|dne",
    ambiguous="led|lis|pro|čt|st|ne|so|po|út|pá",
)
