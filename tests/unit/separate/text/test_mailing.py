"""An article that was sent by mail, with what a mailing puts around it."""

import pytest

from worker.domain import Format, Page
from worker.separate.text.separation import separate_text

ARTICLE = (
    "The council of Brekke has bought a second crane for the harbour, which will be set up next to the old one in May. "
    "It lifts forty tons, twice as much as the first, and came cheaply from a yard that was closed last year.",
    "Fishermen had asked for it since the winter of 2009, when two boats waited for a week until they could be taken "
    "out of the water. The mayor said that the town could not afford to let that happen again.",
)
MAILINGS = {
    "en": ("View in browser", "You are receiving this because you signed up.", "Unsubscribe | Manage preferences"),
    "de": ("Im Browser ansehen", "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.", "Abbestellen"),
    "fr": ("Voir dans le navigateur", "Vous recevez cet e-mail à votre demande.", "Se désabonner"),
    "es": ("Ver en el navegador", "Recibes este correo por tu suscripción.", "Darse de baja"),
    "it": ("Visualizza nel browser", "Ricevi questa mail perché l'hai chiesta.", "Annulla l'iscrizione"),
    "pt": ("Ver no navegador", "Você recebeu este e-mail por ser assinante.", "Cancelar inscrição"),
    "nl": ("Bekijk in browser", "Je ontvangt deze mail op eigen verzoek.", "Uitschrijven"),
    "sv": ("Visa i webbläsare", "Du får det här eftersom du bad om det.", "Avregistrera"),
    "pl": ("Zobacz w przeglądarce", "Otrzymujesz tę wiadomość na własną prośbę.", "Wypisz się"),
    "ru": ("Открыть в браузере", "Вы получили это письмо по подписке.", "Отписаться"),
}


def body(*lines: str) -> tuple[str, ...]:
    return separate_text(Page(content="\n\n".join(lines), format=Format.TEXT)).body


@pytest.mark.parametrize("language", MAILINGS)
def test_what_a_mailing_puts_around_an_article_is_none_of_it(language):
    head, why, leave = MAILINGS[language]
    assert body(head, *ARTICLE, why, leave, "The Brekke Letter, Pier 2, Brekke") == ARTICLE


def test_what_reads_alike_within_an_article_stays():
    told = (*ARTICLE, "You receive this crane because nobody else wanted it, he told the harbour master.")
    assert body(*told) == told
    told = (*ARTICLE[:1], "Unsubscribe, said the mayor, was the only word that he had understood.", *ARTICLE[1:])
    assert body(*told) == told
