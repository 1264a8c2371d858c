"""Polish."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="pl",
    nouns=("komentarz|komentarze|komentarzy|odpowiedź|odpowiedzi|przemyślenie|przemyśleń|opinia|opinie|opinii"),
    headings="komentarze|odpowiedzi|opinie|dyskusja",
    spelled="jeden komentarz=1|jedna odpowiedź=1|jedna myśl=1|brak komentarzy=0|brak odpowiedzi=0",
    about="do|na|o|dla|w",
    says="pisze|napisał|napisała|napisał(a)|powiedział|powiedziała|mówi",
    by="opublikowane przez|napisane przez|komentarz od|dodał|autor|przez",
    tail="odpowiedz|bezpośredni odnośnik|zgłoś|o|dnia",
    unverified="niezweryfikowany|niezweryfikowane",
    answering="w odpowiedzi na |odpowiedź na |w odpowiedzi do |odpowiedź do |odpowiedział ",
    particles="de|von|i",
    persons=(
        "ja|mnie|mi|mój|moja|moje|ty|ciebie|cię|ci|twój|twoja|wam|was|wasz|dzięki|dziękuję|jestem|mam|myślę|chcę|"
        "-łem|-łam"
    ),
    reply="odpowiedz|cytuj|zgłoś|udostępnij|lubię to|edytuj|zaloguj się, aby odpowiedzieć",
    form=(
        "dodaj komentarz|zostaw odpowiedź|zostaw komentarz|napisz komentarz|prześlij komentarz|"
        "anuluj pisanie odpowiedzi|anuluj odpowiedź|twój adres e-mail nie zostanie|"
        "twój adres email nie zostanie|wymagane pola są|musisz się zalogować|brak komentarzy"
    ),
    removed_what="ten komentarz|komentarz|twój komentarz|ten post|wpis|wiadomość",
    removed=(
        "został usunięty|usunięty|został skasowany|usunięto|oczekuje na moderację|czeka na moderację|"
        "oczekuje na zatwierdzenie"
    ),
    removed_by="przez",
    furniture="gość|użytkownik|lubi|głos|głosy|głosów|oceń|odpowiada|to",
    promo_labels="czytaj|zobacz|czytaj też|czytaj także|zobacz także|zobacz też|czytaj więcej|przeczytaj",
    promos="czytaj też|czytaj także|czytaj więcej|zobacz też|zobacz także",
    mailing=(
        "wypisz się|zrezygnuj z subskrypcji|zobacz w przeglądarce|otwórz w przeglądarce|otrzymujesz tę|"
        "otrzymujesz ten|zarządzaj preferencjami"
    ),
    bylines="napisany przez|autor|tekst",
    dated="data|opublikowano|aktualizacja",
    units={"godz": 2, "sekunda": 0, "minuta": 1, "godzina": 2},
    ago="temu",
    days={"dziś": 0},
    now="teraz",
    one="jedną|jeden",
    joiners="dnia|o",
    ambiguous="lis|lut|sie",
)
