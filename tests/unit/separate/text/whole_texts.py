"""A hundred texts without comments that look as if they had some: interviews, live reports, letters, recipes, rules."""

from collections.abc import Callable, Iterator
from random import Random

COUNT = 100

PEOPLE = (
    "Karin Holm", "Oskar Brandt", "Lena Virtanen", "Samuel Adeyemi", "Pia Lindgren", "Tomás Ribeiro", "Greta Moll",
    "Hugh Pemberton", "Aiko Tanabe", "Nils Aasen", "Ruth Okafor", "Viktor Sokol", "Dorothea Klee", "Emre Yalçın",
    "Maud Ferrier", "Ivo Petrov", "Sunniva Dahl", "Conor Walsh", "Judith Amsel", "Rafael Quintero",
)  # fmt: skip
PLACES = ("Aldworth", "Brekke", "Casteljac", "Dunmore", "Elmshagen", "Fiskevik", "Granholt", "Hollin", "Irvedale")
TOPICS = (
    "the ferry", "the old mill", "the night market", "the river path", "the town archive", "the swimming baths",
    "the railway bridge", "the allotments", "the school kitchen", "the lighthouse", "the brewery", "the bell tower",
)  # fmt: skip
REPORT = (
    "The council met for three hours on {day} and put off its vote on {topic} until the engineers have reported.",
    "Work on {topic} began in {year} and has cost more than twice what was planned, the treasurer said.",
    "Visitors came from as far as {place} to see {topic}, which had been closed since the flood.",
    "According to the county, {topic} will stay open through the winter, with shorter hours from {day} on.",
    "A study by the university found that {topic} saves the town some forty thousand a year.",
    "Nobody was hurt when part of the roof above {topic} gave way shortly after noon on {day}.",
    "The mayor of {place} called the plan for {topic} the most sensible that she had read in ten years.",
    "Since {year} the number of people who use {topic} has fallen by a third, and most of them are older than sixty.",
)
SPOKEN = (
    "I never thought that I would stay here for so long, but {topic} has a way of keeping you busy.",
    "We had no money at all in {year}, so my brother and I did everything ourselves, and we did it badly at first.",
    "You have to like people, and you have to like getting up early. I like one of the two.",
    "My grandmother used to say that {topic} would outlive us all. I think that she was right about that.",
    "Honestly, I was terrified. I still am whenever somebody from {place} calls before eight.",
    "I don't believe in secrets of success. We were lucky, and then we worked very hard not to waste it.",
    "If you asked me to choose again, I would do it all the same way, apart from the paint.",
    "What I miss most is the noise. You stop hearing it after a week, and then one day it is gone.",
    "I told them that I would rather close {topic} than run it on promises, and I meant it.",
    "Of course we argue! We are a family. But nobody leaves the table before we have agreed.",
)
ASKED = (
    "How did you come to {topic}?", "What has changed since {year}?", "Were you ever close to giving up?",
    "What do people in {place} say about it?", "What would you tell somebody who begins today?",
    "Is there a day that you remember best?", "Who decides what happens next?", "And what does your family think?",
)  # fmt: skip
LETTERS = (
    "Your article on {topic} last {day} left out what matters most: who is going to pay for it after the first year?",
    "I have lived in {place} for forty years and have never seen {topic} in such a state. It is a disgrace.",
    "May I thank the two young people who helped me on {day} when I fell near {topic}? I never learnt their names.",
    "Before we spend another penny on {topic}, could somebody please mend the pavement in front of it?",
    "With all respect to your correspondent, {topic} was not built in {year} but a good ten years earlier.",
    "Why must every new plan begin with closing {topic}? Surely there is a better way to save money.",
)
STEPS = (
    "Heat the oven to 200 degrees and butter a large dish.", "Peel and core the apples and cut them into thin slices.",
    "Whisk the eggs with the sugar until the mixture is pale and thick.", "Fold in the flour with a metal spoon.",
    "Leave the dough to rest under a cloth for an hour; it should double in size.",
    "Bring the stock to the boil, then turn the heat down and let it simmer for twenty minutes.",
    "Season with salt and plenty of pepper, and add the lemon juice at the very end.",
    "Bake for thirty-five minutes, or until a skewer comes out clean.", "Serve warm with a spoonful of sour cream.",
    "Chop the herbs finely and stir half of them into the butter.",
)  # fmt: skip
GOODS = (
    "500 g flour", "3 eggs", "200 ml milk", "1 lemon", "a pinch of salt", "4 large apples", "80 g butter", "2 onions",
    "1 bunch of parsley", "150 g sugar", "1 tsp baking powder", "1 l vegetable stock",
)  # fmt: skip
RULES = (
    "Be kind. You may disagree with what somebody says, but you may not insult them for saying it.",
    "Stay on the subject. Start a new thread if you want to talk about something else.",
    "Do not post anybody's address, telephone number or place of work, not even your own.",
    "No advertising. If you run a shop, you may say so in your profile, and nowhere else.",
    "Search before you ask. Your question about {topic} has probably been answered three times this year.",
    "If you see a post that breaks the rules, report it and do not answer it.",
    "Moderators may close a thread without giving a reason, but they will usually give one.",
    "We keep your data for as long as you have an account, and delete them when you close it.",
    "One account a person. We will close the second one without a warning.",
)
EVENTS = (
    "Guided walk around {topic}, with tea afterwards", "Open evening at {topic}", "Talk: the history of {topic}",
    "Concert in {place} town hall", "Repair café near {topic}", "Children's theatre in {place}",
)  # fmt: skip


def whole_texts() -> Iterator[tuple[str, list[str]]]:
    """Yield a hundred texts as their kind and their paragraphs, the same each time."""
    makers: tuple[Callable[[Random], list[str]], ...] = (
        interview, dialogue, live_report, letters, recipe, rules, events, diary, questions,
    )  # fmt: skip
    for number in range(COUNT):
        maker = makers[number % len(makers)]
        yield f"{maker.__name__} {number}", maker(Random(number))


def _filled(rng: Random, bank: tuple[str, ...], count: int) -> list[str]:
    lines = rng.sample(bank, min(count, len(bank)))
    return [
        line.format(
            topic=rng.choice(TOPICS), place=rng.choice(PLACES), year=rng.randint(1955, 2019),
            day=rng.choice(("Monday", "Tuesday", "Thursday", "Saturday")),
        )
        for line in lines
    ]  # fmt: skip


def _paragraph(rng: Random, bank: tuple[str, ...], least: int, most: int) -> str:
    return " ".join(_filled(rng, bank, rng.randint(least, most)))


def _head(rng: Random, title: str) -> list[str]:
    byline = f"By {rng.choice(PEOPLE)}"
    told = [title, byline] if rng.random() < 0.5 else [title]
    return [*told, _paragraph(rng, REPORT, 2, 4)]


def interview(rng: Random) -> list[str]:
    lines = _head(rng, f"“I like one of the two”: {rng.choice(PEOPLE)} on {rng.choice(TOPICS)}")
    lines.append(_paragraph(rng, REPORT, 2, 3))
    for asked in _filled(rng, ASKED, rng.randint(4, 8)):
        lines += [asked, _paragraph(rng, SPOKEN, 1, 4)]
    return lines


def dialogue(rng: Random) -> list[str]:
    asking, answering = rng.sample(PEOPLE, 2)
    if rng.random() < 0.5:
        asking, answering = "Q", "A"
    lines = _head(rng, f"A talk about {rng.choice(TOPICS)}")
    for asked in _filled(rng, ASKED, rng.randint(4, 8)):
        lines += [f"{asking}: {asked}", f"{answering}: {_paragraph(rng, SPOKEN, 1, 3)}"]
    return lines


def live_report(rng: Random) -> list[str]:
    authors = rng.sample(PEOPLE, 2)
    lines = _head(rng, f"Live: the vote on {rng.choice(TOPICS)}")
    hour = rng.randint(8, 12)
    signed = rng.random() < 0.5
    for number in range(rng.randint(6, 10)):
        clock = f"{hour + number // 3}:{number % 3 * 17 + 10}"
        lines += [f"{clock} {rng.choice(authors)}" if signed else clock, _paragraph(rng, REPORT, 1, 3)]
    return lines


def letters(rng: Random) -> list[str]:
    lines = ["Letters to the editor"]
    for person in rng.sample(PEOPLE, rng.randint(3, 5)):
        lines += [_paragraph(rng, LETTERS, 1, 2), _paragraph(rng, REPORT, 1, 2), f"{person}, {rng.choice(PLACES)}"]
    return lines


def recipe(rng: Random) -> list[str]:
    lines = [f"{rng.choice(PLACES)} apple bake", _paragraph(rng, SPOKEN, 2, 4), "Serves 4", "Ingredients"]
    lines += [f"- {one}" for one in rng.sample(GOODS, rng.randint(5, 9))]
    lines.append("Method")
    return [*lines, *(f"{at}. {step}" for at, step in enumerate(rng.sample(STEPS, rng.randint(5, 9)), 1))]


def rules(rng: Random) -> list[str]:
    lines = ["The rules of this forum", _paragraph(rng, REPORT, 1, 2)]
    told = _filled(rng, RULES, rng.randint(5, 9))
    return [*lines, *(f"{at}. {rule}" for at, rule in enumerate(told, 1))]


def events(rng: Random) -> list[str]:
    lines = [f"What is on in {rng.choice(PLACES)}", _paragraph(rng, REPORT, 1, 3)]
    day = rng.randint(1, 12)
    for number, event in enumerate(_filled(rng, EVENTS, 6)):
        lines += [f"{day + number} March 2024, {17 + number % 4}:30", event, _paragraph(rng, REPORT, 1, 2)]
    return lines


def diary(rng: Random) -> list[str]:
    lines = [f"My year with {rng.choice(TOPICS)}"]
    return lines + [_paragraph(rng, SPOKEN + REPORT, 2, 5) for _ in range(rng.randint(5, 9))]


def questions(rng: Random) -> list[str]:
    lines = [f"Questions and answers about {rng.choice(TOPICS)}", _paragraph(rng, REPORT, 1, 2)]
    for asked in _filled(rng, ASKED, rng.randint(4, 7)):
        lines += [asked, _paragraph(rng, REPORT, 1, 3)]
    return lines
