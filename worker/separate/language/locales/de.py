"""German."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="de",
    verified=True,
    nouns="kommentar|kommentare|kommentaren|antwort|antworten|gedanke|gedanken|reaktion|reaktionen|beiträge",
    announcing="^antworten|reaktionen",
    headings="kommentare|leserkommentare|diskussion|diskutieren sie mit|antworten",
    spelled=(
        "ein kommentar=1|eine antwort=1|ein gedanke=1|eine reaktion=1|keine kommentare=0|"
        "keine antworten=0|noch keine kommentare=0|einen kommentar=1"
    ),
    about="zu|auf|für|bisher",
    says=(
        "sagt|sagte|schreibt|schrieb|meint|meinte|antwortete|kommentierte|hat gesagt|hat geschrieben|"
        "hat kommentiert|hat geantwortet"
    ),
    by="geschrieben von|verfasst von|kommentar von|eingestellt von|antworten|von",
    tail="antworten|permalink|permanenter link|zitieren|melden|am|um|autor|zum antworten anmelden|uhr",
    unverified="nicht überprüft|nicht verifiziert",
    answering="antwort auf |als antwort auf |antwortete auf ",
    particles="von|van|den|der|und|zu",
    persons="ich|mir|mich|mein|meine|meiner|meinem|meinen|du|dir|dich|dein|deine|deinen|euch|euer|eure|danke|bin",
    reply="antworten|zitieren|melden|teilen|gefällt mir|zum antworten anmelden|permalink|bearbeiten",
    form=(
        "schreibe einen kommentar|schreiben sie einen kommentar|hinterlasse eine antwort|"
        "hinterlasse einen kommentar|kommentar hinterlassen|kommentar schreiben|kommentar verfassen|"
        "antwort abbrechen|antworten abbrechen|deine e-mail-adresse wird nicht|"
        "ihre e-mail-adresse wird nicht|erforderliche felder sind|du musst angemeldet sein|"
        "sie müssen angemeldet sein|kommentar abschicken|kommentar veröffentlichen|keine kommentare"
    ),
    removed_what=(
        "dieser kommentar|der kommentar|ihr kommentar|dein kommentar|kommentar|dieser beitrag|der beitrag|beitrag"
    ),
    removed=(
        "wurde gelöscht|gelöscht|wurde entfernt|entfernt|wurde vom autor entfernt|"
        "wurde vom administrator entfernt|wartet auf freischaltung|wartet auf die freischaltung|"
        "wird moderiert|ist in moderation"
    ),
    removed_by="von|durch",
    furniture="antwort|gesperrt|mitglied|uhr|am|um|gast|verfasst|anmelden|registrieren|mag|bewerten",
    promo_labels="mehr|auch interessant|siehe auch|zum thema|lesen sie auch|video|fotos",
    promos="lesen sie auch|lesen sie mehr|lesen sie hier|mehr zum thema|mehr dazu|mehr lesen",
    mailing=(
        "abbestellen|newsletter abbestellen|vom newsletter abmelden|im browser ansehen|im browser öffnen|"
        "im browser anzeigen|sie erhalten diese|du erhältst diese|sie bekommen diese|einstellungen verwalten|"
        "an einen freund weiterleiten|diese e-mail wurde an|wenn sie diesen newsletter nicht"
    ),
    bylines="geschrieben von|veröffentlicht von|verfasst von|von",
    dated="datum|veröffentlicht|aktualisiert",
    openers={
        "share": "teilen|drucken",
        "related": "mehr|weitere|ähnliche",
        "filed": "von|veröffentlicht",
        "comments": "kommentare|kommentar|schreibe",
        "legal": "anzeige|werbung",
    },
    names={
        "comment": "kommentar|kommentare",
        "author": "autor|verfasser|benutzer|benutzername|nutzer|nutzername",
        "time": "datum",
    },
    months={"jänner": 1, "mrz": 3},
    weekdays="sonnabend",
    units={"sek": 0, "tage": 3, "monate": 5, "jahre": 6, "std": 2, "min": 1},
    ago="vor|her",
    now="gerade|eben",
    one="ein|eine|einer|einem",
    joiners="am|um|den|der|uhr",
    clock="um",
)
