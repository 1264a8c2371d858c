"""What came out of a run, as a table or as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine

from classifiers.types import Verdict
from worker.cli.json_output import print_json
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.export import ExportedArticle, export
from worker.work.service import batches

# Rows that a person reads; the rest is counted below the table.
MAX_ROWS = 50
# Ids that one statement names.
IDS_AT_ONCE = 500
MAX_REASONS = 3


def print_articles(engine: Engine, ids: Sequence[int]) -> None:
    """Print these articles as JSON, one a line."""
    for article in _exported(engine, ids):
        print_json(article)


def show_articles(engine: Engine, ids: Sequence[int], dead: Sequence[int]) -> None:
    """Show these articles as a table: how many comments, how many of them spam or for review, and why."""
    table = Table("article", box=None, pad_edge=False, header_style="bold")
    for heading in ("comments", "spam", "review"):
        table.add_column(heading, justify="right")
    table.add_column("why", overflow="fold")
    total: Counter[str] = Counter()
    for article in _exported(engine, ids):
        counts = Counter(comment.verdict for comment in article.comments)
        total += Counter(articles=1, comments=len(article.comments), spam=counts[Verdict.SPAM])
        total["review"] += counts[Verdict.REVIEW]
        if table.row_count < MAX_ROWS:
            numbers = (len(article.comments), counts[Verdict.SPAM], counts[Verdict.REVIEW])
            table.add_row(_name(article), *map(str, numbers), escape(_why(article)))
    for one in dead[:MAX_ROWS]:
        letter, _ = DeadLetters(engine).show(one)
        name = escape(letter.external_id or letter.url or f"article {letter.id}")
        table.add_row(name, "", "", "", f"[red]dead: {letter.reason}[/red] {escape(letter.message)}")
    console = Console()
    console.print(table)
    left_out = max(total["articles"] - MAX_ROWS, 0)
    console.print(
        f"\n{total['articles']} articles, {total['comments']} comments: {total['spam']} spam, "
        f"{total['review']} for review, {len(dead)} articles dead"
        + (f"; {left_out} not shown here" if left_out else "")
    )


def _exported(engine: Engine, ids: Sequence[int]) -> Iterator[ExportedArticle]:
    """Read these articles in the order of their ids in ``ids``, which is the order of the input."""
    for some in batches(ids, IDS_AT_ONCE):
        place = {one: number for number, one in enumerate(some)}
        yield from sorted(export(engine, ids=some), key=lambda article: place.get(article.id, len(place)))


def _name(article: ExportedArticle) -> str:
    return escape(article.title or article.external_id or article.url or f"article {article.id}")


def _why(article: ExportedArticle) -> str:
    codes = Counter(
        reason.code
        for comment in article.comments
        if comment.verdict is not Verdict.ALLOW
        for reason in comment.reasons
    )
    return ", ".join(code for code, _ in codes.most_common(MAX_REASONS))
