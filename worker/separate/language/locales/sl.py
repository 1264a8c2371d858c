"""Slovenian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="sl",
    nouns="komentar|komentarja|komentarji|komentarjev|odgovor|odgovora|odgovori|odgovorov|mnenje|mnenja",
    headings="komentarji|odgovori|mnenja|razprava",
    spelled="en komentar=1|en odgovor=1|ena misel=1|ni komentarjev=0|brez komentarjev=0",
    about="na|o|za|k",
    says="pravi|je rekel|je rekla|piše|je napisal|je napisala|je dejal",
    by="objavil|objavila|avtor|napisal",
    tail="odgovori|trajna povezava|prijavi|ob",
    answering="v odgovor na |odgovor na |je odgovoril ",
    particles="od|in|von",
    persons="jaz|mene|meni|mi|moj|moja|moje|ti|tebe|tebi|tvoj|vi|vas|vam|vaš|hvala|sem|nisem|mislim",
    reply="odgovori|citiraj|prijavi|deli|všeč mi je|uredi",
    form=(
        "dodaj odgovor|dodaj komentar|komentiraj|oddaj komentar|napiši komentar|prekliči odgovor|"
        "vaš e-naslov ne bo|obvezna polja|ni komentarjev|brez komentarjev"
    ),
    removed_what="ta komentar|komentar|vaš komentar",
    removed="je bil izbrisan|izbrisan|je bil odstranjen|odstranjen|čaka na odobritev|čaka na moderiranje",
    removed_by="s strani",
    furniture="član|gost|glas|glasov",
    promo_labels="preberite|preberite tudi|poglejte|več",
    promos="preberite tudi|preberi več|poglejte tudi",
    bylines="napisal|avtor|piše",
    dated="datum|objavljeno|posodobljeno",
    months={"januarja": 1, "februarja": 2, "aprila": 4, "junija": 6, "julija": 7, "avgusta": 8, "oktobra": 10},
    ago="pred",
    one="eno|eden",
    joiners="ob",
    ambiguous="dan|pop",
)
