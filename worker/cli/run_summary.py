"""What came out of a run, as a table or as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import Engine

from classifiers.types import Verdict
from worker.cli.terminal import Column, print_json, print_line, print_table
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.export import ExportedArticle, export
from worker.work.service import batches

# Rows that a person reads; the rest is counted below the table.
MAX_ROWS = 50
# Ids that one statement names.
IDS_AT_ONCE = 500
MAX_REASONS = 3
_COLUMNS = (
    Column("article"),
    *(Column(name, right=True) for name in ("comments", "spam", "review")),
    Column("why", fold=True),
)


def print_articles(engine: Engine, ids: Sequence[int]) -> None:
    """Print these articles as JSON, one a line."""
    for article in _exported(engine, ids):
        print_json(article)


def show_articles(engine: Engine, ids: Sequence[int], dead: Sequence[int]) -> None:
    """Show these articles as a table: how many comments, how many of them spam or for review, and why."""
    rows: list[Sequence[str]] = []
    total: Counter[str] = Counter()
    for article in _exported(engine, ids):
        counts = Counter(comment.verdict for comment in article.comments)
        total += Counter(articles=1, comments=len(article.comments), spam=counts[Verdict.SPAM])
        total["review"] += counts[Verdict.REVIEW]
        if len(rows) < MAX_ROWS:
            numbers = (len(article.comments), counts[Verdict.SPAM], counts[Verdict.REVIEW])
            rows.append((_name(article), *map(str, numbers), _why(article)))
    print_table(_COLUMNS, rows, marked=[_dead_row(engine, one) for one in dead[:MAX_ROWS]])
    left_out = max(total["articles"] - MAX_ROWS, 0)
    print_line(
        f"\n{total['articles']} articles, {total['comments']} comments: {total['spam']} spam, "
        f"{total['review']} for review, {len(dead)} articles dead"
        + (f"; {left_out} not shown here" if left_out else "")
    )


def _dead_row(engine: Engine, one: int) -> Sequence[str]:
    letter, _ = DeadLetters(engine).show(one)
    name = letter.external_id or letter.url or f"article {letter.id}"
    return name, "", "", "", f"dead: {letter.reason} {letter.message}"


def _exported(engine: Engine, ids: Sequence[int]) -> Iterator[ExportedArticle]:
    """Read these articles in the order of their ids in ``ids``, which is the order of the input."""
    for some in batches(ids, IDS_AT_ONCE):
        place = {one: number for number, one in enumerate(some)}
        yield from sorted(export(engine, ids=some), key=lambda article: place.get(article.id, len(place)))


def _name(article: ExportedArticle) -> str:
    return article.title or article.external_id or article.url or f"article {article.id}"


def _why(article: ExportedArticle) -> str:
    codes = Counter(
        reason.code
        for comment in article.comments
        if comment.verdict is not Verdict.ALLOW
        for reason in comment.reasons
    )
    return ", ".join(code for code, _ in codes.most_common(MAX_REASONS))
