"""Italian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="it",
    nouns="commento|commenti|risposta|risposte|pensiero|pensieri|opinione|opinioni",
    announcing="risposte",
    headings="commenti|risposte|i vostri commenti",
    spelled=("un commento=1|una risposta=1|un pensiero=1|nessun commento=0|nessuna risposta=0|non ci sono commenti=0"),
    about="su|a|per|di",
    says="dice|ha detto|disse|scrive|ha scritto|ha commentato|ha risposto",
    by="pubblicato da|postato da|scritto da|commento di|inviato da",
    tail="rispondi|permalink|segnala|cita|il|alle|autore",
    unverified="non verificato",
    answering="in risposta a |risposta a |ha risposto a ",
    particles="di|da|del|della|dei|de|e",
    persons="io|mi|me|mio|mia|miei|mie|tu|ti|te|tuo|tua|voi|vi|vostro|vostra|grazie|credo|penso|ho",
    reply="rispondi|cita|segnala|condividi|mi piace|modifica|accedi per rispondere",
    form=(
        "lascia un commento|lascia una risposta|rispondi annulla risposta|annulla risposta|"
        "aggiungi un commento|posta un commento|scrivi un commento|il tuo indirizzo email non sarà|"
        "i campi obbligatori|devi essere connesso|nessun commento"
    ),
    removed_what="questo commento|il commento|il tuo commento|commento|questo messaggio|messaggio",
    removed=(
        "è stato eliminato|eliminato|è stato rimosso|rimosso|è stato cancellato|cancellato|"
        "è in attesa di moderazione|in attesa di moderazione"
    ),
    removed_by="da|dall'autore",
    furniture="utente|ospite|piace|voti|voto|moderatore|alle|il",
    promo_labels="leggi|guarda|leggi anche|leggi tutto|guarda anche|vedi anche",
    promos="leggi anche|leggi tutto|guarda anche",
    mailing=(
        "annulla l'iscrizione|cancella l'iscrizione|annulla iscrizione|visualizza nel browser|"
        "vedi nel browser|apri nel browser|ricevi questa|hai ricevuto questa|gestisci le preferenze|"
        "inoltra a un amico"
    ),
    bylines="scritto da|pubblicato da|a cura di|di",
    dated="data|pubblicato|aggiornato",
    names={"comment": "commenti|commento", "author": "autore"},
    months={"febb": 2, "sett": 9},
    ago="fa|fà",
    now="adesso|ora",
    one="un|una|uno",
    joiners="del|dei|il|alle|ore",
    clock="alle|ore",
)
