"""Articles in languages whose comments the labeller hardly knows stay whole above a form."""

import pytest

from worker.domain import Format, Page
from worker.separate.text.separation import separate_text

ARTICLES = {
    "fr": (
        "La boulangerie de la rue des Moulins rouvre ses portes samedi après onze mois de travaux. Les habitants du "
        "quartier devaient jusqu'ici marcher vingt minutes pour acheter leur pain.",
        "Le nouveau propriétaire, qui vient de Bretagne, a gardé le vieux four à bois. Il a engagé deux apprentis et "
        "promet du pain de seigle tous les mercredis.",
        "La commune a prêté quarante mille euros, remboursables en huit ans. Le maire a expliqué que trois autres "
        "commerces recevraient la même aide avant la fin de l'année.",
        "La maison date de 1887. Pendant la guerre, on y cachait les archives de la mairie dans la cave, où une "
        "plaque les rappelle encore.",
    ),
    "nl": (
        "Het zwembad aan de Lindelaan gaat in juni weer open, na een verbouwing die twee jaar heeft geduurd. De "
        "gemeente betaalde negen miljoen, een derde meer dan er was begroot.",
        "Er komen een buitenbad en een glijbaan bij, en het water wordt voortaan met warmte uit de grond verwarmd. "
        "Dat spaart volgens de wethouder de helft van het gas.",
        "Scholen kunnen vanaf september weer zwemles geven. De busdienst rijdt dan tweemaal per uur langs het bad, "
        "ook in het weekend.",
        "Het oude bad werd in 1968 gebouwd en stond al jaren op de lijst om gesloopt te worden. Een groep bewoners "
        "verzamelde toen vierduizend handtekeningen.",
    ),
    "pt": (
        "A biblioteca da Praça Velha reabre na segunda-feira depois de uma reforma de quinze meses. O telhado foi "
        "trocado e a sala das crianças ganhou o dobro do espaço.",
        "A prefeitura investiu dois milhões e contratou quatro bibliotecários. O horário passa a ir das oito da manhã "
        "às nove da noite, também aos sábados.",
        "Os livros raros, guardados durante a obra no arquivo do estado, voltam em outubro. Alguns deles foram "
        "restaurados por alunos da universidade.",
        "O prédio foi construído em 1911 como mercado de peixe e só virou biblioteca quarenta anos mais tarde, quando "
        "o mercado se mudou para o porto.",
    ),
    "pl": (
        "Most nad Wilgą zostanie otwarty w piątek, pół roku później, niż planowano. Budowa kosztowała trzydzieści "
        "milionów złotych, z czego połowę zapłaciło województwo.",
        "Nowa przeprawa ma po jednym pasie w każdą stronę i ścieżkę dla rowerów. Ciężarówki powyżej dwudziestu ton "
        "będą musiały jeździć przez obwodnicę.",
        "Stary most rozebrano w zeszłym roku, gdy inżynierowie znaleźli pęknięcia w dwóch filarach. Przez czternaście "
        "miesięcy mieszkańcy korzystali z promu.",
        "Pierwszy most stanął w tym miejscu w 1902 roku. Jego żelazną balustradę można dziś oglądać przed szkołą "
        "podstawową.",
    ),
}  # fmt: skip
FORMS = {
    "fr": ("Laisser un commentaire", "Votre adresse e-mail ne sera pas publiée."),
    "nl": ("Geef een reactie", "Je e-mailadres wordt niet gepubliceerd."),
    "pt": ("Deixe um comentário", "O seu endereço de e-mail não será publicado."),
    "pl": ("Dodaj komentarz", "Twój adres e-mail nie zostanie opublikowany."),
}


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("joint", ["\n", "\n\n"])
@pytest.mark.parametrize("lines", [0, 1, 2])
@pytest.mark.parametrize("declared", [None, "en-US"])
def test_an_article_above_a_form_is_whole(language, joint, lines, declared):
    text = joint.join((*ARTICLES[language], *FORMS[language][:lines]))
    told = separate_text(Page(content=text, format=Format.TEXT, language=declared))
    assert told.comments == ()
    assert told.body[: len(ARTICLES[language])] == ARTICLES[language]


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("lines", [0, 1, 2])
def test_comments_with_names_and_times_are_found_above_a_form(language, lines):
    article, *said = ARTICLES[language]
    thread = [
        line for at, text in enumerate(said, 3)
        for line in (f"Ada Sommer{at}", f"2024-05-0{at} 10:2{at}", text, "Reply")
    ]  # fmt: skip
    told = separate_text(Page(content="\n".join((article, *thread, *FORMS[language][:lines])), format=Format.TEXT))
    assert [comment.text for comment in told.comments] == said
