"""Croatian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="hr",
    nouns="komentar|komentara|komentari|odgovor|odgovora|odgovori|misao|misli",
    headings="komentari|odgovori|rasprava",
    spelled="jedan komentar=1|jedan odgovor=1|jedna misao=1|nema komentara=0|bez komentara=0",
    about="na|o|za|u",
    says="kaže|je rekao|je rekla|piše|napisao|napisala",
    by="objavio|napisao|autor|od",
    tail="odgovori|stalna poveznica|prijavi|u",
    unverified="nije provjereno",
    answering="kao odgovor na |odgovor na |u odgovoru na ",
    particles="od|i|von",
    persons="ja|mene|meni|moj|moja|moje|mog|ti|tebe|tebi|tvoj|vi|vas|vam|vaš|vaša|hvala|sam|bih|mislim|nisam",
    reply="odgovori|citiraj|prijavi|podijeli|sviđa mi se|uredi",
    form=(
        "odgovori otkaži odgovor|komentiraj|ostavite komentar|ostavi komentar|objavi komentar|"
        "napišite komentar|otkaži odgovor|vaša adresa e-pošte neće|obavezna polja|nema komentara"
    ),
    removed_what="ovaj komentar|komentar|vaš komentar|ova poruka",
    removed=(
        "je obrisan|obrisan|je uklonjen|uklonjen|je izbrisan|izbrisan|čeka odobrenje|čeka moderiranje|čeka na odobrenje"
    ),
    removed_by="od strane",
    furniture="gost|član|glas|glasova|sviđa",
    promo_labels="pročitajte|pročitajte i|vidi još|pogledajte|više",
    promos="pročitajte i|pročitajte još|pročitaj više",
    bylines="napisao|autor|piše",
    dated="datum|objavljeno|ažurirano",
    months={"studenog": 11},
    ago="prije",
    one="jedan|jednu",
    ambiguous="listopada|listopad|lip|srp|sij|tra|svi|kol|ruj|lis|stu|pro|velj|dan|sat",
)
