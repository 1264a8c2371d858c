"""A store as a moderator finds it: articles from several sources, comments to review, a campaign, dead letters."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from classifiers.model.policy import Policy
from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import CHARTS_NAME, REPORT_NAME, Registry
from classifiers.types import Label, Prediction, Verdict
from classifiers.types import ScoreReason as Because
from tests.factories import digest, new_article
from worker.domain import Failed, JudgedComment, Measure, Processed, SeparatedComment, Separation, Slice
from worker.learn.charts import Axes, Chart, ChartSet, Heap, curve, draw, to_json
from worker.reasons import Reason
from worker.store.base.schema import slice_weeks
from worker.store.base.transactions import writing
from worker.store.figures.slice_holds import hold, monday_of
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.campaigns import Campaigns
from worker.store.moderation.labels import Labels, NewLabel

# The shipped model, so that the words of comments can be marked.
MODEL = Registry(Path("no-such-folder")).champion()
SOURCES = {"harbour-news": "en", "alpine-kitchen": "de", "carnet-du-midi": "fr", "night-train-forum": "en"}
TITLES = {
    "harbour-news": "The fish market keeps its old clock",
    "alpine-kitchen": "Brot ohne Kneten, zweiter Versuch",
    "carnet-du-midi": "Une semaine au bord du canal",
    "night-train-forum": "Which berth is the quiet one?",
}
OPENINGS = (
    "I walked past it on Sunday and",
    "My neighbour swears that",
    "After three tries I can say that",
    "Nobody has mentioned yet that",
    "We did the same last summer, and",
    "It is a pity, but",
    "As somebody who works there:",
)
MIDDLES = (
    "the clock runs two minutes slow on purpose",
    "the dough needs a whole night in a cold room",
    "the lock keeper still waves at every boat",
    "the berth over the wheels is the loud one",
    "the second photograph shows the wrong quay",
    "you can get the same for half of that in the old town",
    "the timetable in the article is last year's",
)
ENDINGS = (
    "so thank you for writing about it.",
    "which the article leaves out. More at my page, see below.",
    "and I have the photographs to prove it!",
    "or am I mistaken?",
    "but do check https://slow-clocks.example/market before you go.",
    "and that was that.",
)
ASIDES = (
    "My father used to wind one of those for the parish.",
    "On page three they say the opposite.",
    "Has anybody asked the people who live upstairs?",
    "I would rather have a bench there than a plaque.",
    "Two winters ago it was the other way round.",
    "The photograph is lovely, by the way.",
    "Greetings from the far side of the bay.",
    "They should serve coffee until ten at least.",
    "Wear warm socks, whatever the season.",
)
NAMES = ("Ida", "Jan Visser", "M. Okafor", "bluewater77", "Céline", "Tomasz", "Best Ladders Online", "R.")
ADVERT = (
    "Tired of low shelves? Our oak ladders reach every corner of your house, now at half the price with free delivery. "
    "Order today at https://oak-ladders.example/sale and mention offer"
)
BODY = (
    "For a hundred and twelve years the clock over the fish market has told the harbour when to open.",
    "This spring the council asked whether it should be mended, and the answer was a surprise to nobody who buys fish.",
    "The keeper climbs forty steps each Monday, winds it by hand, and writes the temperature on the wall.",
)
REASONS = (
    Because("words", "Its words are those of spam: order, price, delivery."),
    Because("links", "Its links look like those of spam."),
    Because("author-name", "The author's name reads like a keyword or like other spammers' names."),
    Because("off-topic", "It shares few words with the article."),
)
PAGE = """<!doctype html><html><head><title>Page</title></head><body>
<header><a href="/">Harbour News</a>
<nav><a href="/a">Town</a> <a href="/b">Sea</a> <a href="/c">Letters</a></nav></header>
<main><h1>{title}</h1>{body}
<section id="comments">{comments}</section></main>
<aside><h3>Most read</h3><ul><li><a href="/1">Ferry late again</a></li><li><a href="/2">New roof</a></li></ul></aside>
<form><label>Your name</label><input><button>Send</button></form>
<footer>Printed weekly since 1904. All rights reserved.</footer></body></html>"""


def fill(engine: Engine, *, articles: int = 24, comments: int = 6, campaign: int = 8, labels: int = 37) -> None:
    """Store articles with comments of all verdicts, the same each time, spread over the last two weeks."""
    chance = random.Random(20_261_123)
    for number in range(articles):
        source = list(SOURCES)[number % len(SOURCES)]
        shown = [_comment(chance, number, place) for place in range(comments)]
        if number < campaign:
            shown.append(_advert(number))
        _store(engine, f"article-{number}", source, f"{TITLES[source]} ({number + 1})", shown)
    _spread(engine, chance)
    while Campaigns(engine).catch_up():
        pass
    _label(engine, labels)
    _bury(engine)


def estimate(engine: Engine) -> None:
    """Tell what scores say of the model's mistakes, and hold a slice for it."""
    week = monday_of(datetime.now(UTC).date())
    share = {"ham_lost": 0.004, "ham_lost_low": 0.0, "ham_lost_high": 0.021}
    labelled = {"labelled_ham": 14, "labelled_ham_lost": 1, "labelled_spam": 9, "labelled_spam_passed": 2}
    with writing(engine) as connection:
        for site, language in (("harbour.example", "en"), ("kitchen.example", "de"), ("default", "")):
            row = {"week": week, "site": site, "language": language, "comments": 318, "told_at": datetime.now(UTC)}
            connection.execute(slice_weeks.insert().values(**row, **share, **labelled))
        hold(connection, Slice("kitchen.example", "de"), week, Measure.HAM_LOST)


def challenge(registry: Registry) -> str:
    """Register a challenger with a report of its comparison; return its version."""
    model = registry.load_base().model
    provenance = Provenance(figures={"all": {"ham": 412, "spam": 388, "hm": 0.002, "sm": 0.031, "auc": 0.9962}})
    return registry.register(model, Policy(0.31, 0.97), provenance, lambda _: _report())


def _report() -> dict[str, str]:
    shares = [number / 40 for number in range(41)]
    powers = (("champion", 0.12), ("challenger", 0.06))
    curves = tuple(curve(name, name, shares, [share**power for share in shares]) for name, power in powers)
    scores = Axes("Scores of the challenger", "log-odds of spam", "share", -10, 10)
    heaps = tuple(
        Heap(name, name, tuple(max(0.0, 0.3 - abs(number - peak) / 25) for number in range(20)))
        for name, peak in (("ham", 4), ("spam", 15))
    )
    drawn = (
        Chart(Axes("ROC", "ham above the cut", "spam above the cut"), curves),
        Chart(
            Axes("Precision and recall", "recall: spam found", "precision"),
            tuple(curve(one.name, one.style, shares, [1 - share**30 for share in shares]) for one in curves),
        ),
        Chart(scores, heaps=heaps, marks=(("review", -0.8), ("spam", 3.5))),
    )
    page = f"<h1>Model</h1><h2>Curves: all</h2>{''.join(map(draw, drawn))}<h2>Worst errors</h2><p>None.</p>"
    return {REPORT_NAME: page, CHARTS_NAME: to_json([ChartSet("all", drawn)])}


def _comment(chance: random.Random, number: int, place: int) -> JudgedComment:
    said = f"{chance.choice(OPENINGS)} {chance.choice(MIDDLES)}, {chance.choice(ENDINGS)} {chance.choice(ASIDES)}"
    draw = chance.random()
    probability = chance.uniform(0.3, 0.8) if draw < 0.5 else chance.uniform(0.95, 1) if draw < 0.7 else 0.02
    verdict = Verdict.SPAM if probability > 0.9 else Verdict.REVIEW if probability > 0.25 else Verdict.ALLOW
    reasons = tuple(chance.sample(REASONS, 2)) if verdict is not Verdict.ALLOW else ()
    links = ("https://slow-clocks.example/market",) if "slow-clocks" in said else ()
    one = SeparatedComment(
        text=said,
        author=chance.choice(NAMES),
        author_url="https://best-ladders.example/" if verdict is Verdict.SPAM else None,
        posted_raw=f"{number + 1} November 2026",
        links=links,
        parent=0 if place in (2, 4) else None,
        depth=1 if place in (2, 4) else 0,
    )
    return JudgedComment(digest(f"{number} {place}"), one, Prediction(probability, verdict, reasons))


def _advert(number: int) -> JudgedComment:
    one = SeparatedComment(
        text=f"{ADVERT} {number + 100}.",
        author=f"Oak Ladders {number}",
        author_url="https://oak-ladders.example/",
        links=("https://oak-ladders.example/sale",),
    )
    return JudgedComment(digest(f"advert {number}"), one, Prediction(0.71 + number / 1000, Verdict.REVIEW, REASONS[:2]))


def _store(engine: Engine, name: str, source: str, title: str, shown: list[JudgedComment]) -> None:
    said = "".join(f"<div class=comment><b>{one.comment.author}</b><p>{one.comment.text}</p></div>" for one in shown)
    page = PAGE.format(title=title, body="".join(f"<p>{part}</p>" for part in BODY), comments=said)
    inbox = Inbox(engine)
    [new] = inbox.submit([new_article(name, page, source=source, title=title, language=SOURCES[source])])
    claim = inbox.claim([new.id], lease_s=60)
    separation = Separation(body=BODY, reason=Reason.STRUCTURE_REPEATED, title=title)
    Results(engine).commit(claim.token, [Processed(new.id, separation, tuple(shown), MODEL)])


def _spread(engine: Engine, chance: random.Random) -> None:
    with writing(engine) as connection:
        for row in list(connection.execute(text("SELECT article_id FROM results"))):
            when = datetime.now(UTC) - timedelta(days=chance.random() ** 2 * 13, hours=1)
            shown = when.replace(tzinfo=None) if engine.dialect.name == "sqlite" else when
            stored = shown.isoformat(" ") if engine.dialect.name == "sqlite" else shown
            connection.execute(
                text("UPDATE results SET done_at = :at WHERE article_id = :id"), {"at": stored, "id": row[0]}
            )
            connection.execute(
                text("UPDATE comments SET day = :day WHERE article_id = :id"),
                {"day": when.date().isoformat() if engine.dialect.name == "sqlite" else when.date(), "id": row[0]},
            )


def _label(engine: Engine, many: int) -> None:
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT id, probability FROM comments WHERE verdict <> 'review' ORDER BY id LIMIT :many"),
            {"many": many},
        ).all()
    Labels(engine).add_all([NewLabel(one, Label.SPAM if share > 0.5 else Label.HAM, "jan") for one, share in rows])


def _bury(engine: Engine) -> None:
    inbox = Inbox(engine)
    for number, reason in enumerate((Reason.TIMEOUT, Reason.TIMEOUT, Reason.DECODE)):
        [new] = inbox.submit([new_article(f"dead-{number}", f"<p>dead {number}</p>")])
        claim = inbox.claim([new.id], lease_s=60)
        Results(engine).commit(claim.token, [Failed(new.id, reason, "the page could not be read", final=True)])
