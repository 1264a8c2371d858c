"""The books of a run, as Jepsen's total-queue keeps them: what went in against what came out.

What was acknowledged and is not out is lost; what is out and was never attempted came from nowhere; what has two rows,
two result sets or too many comments is doubled; and each comment must be whole.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from tests.chaos import articles

# Written by the database itself whenever a result is stored: two rows of one revision are two result sets.
_LEDGER = {
    "sqlite": (
        "CREATE TABLE ledger (article_id INTEGER, revision INTEGER)",
        "CREATE TRIGGER ledger_insert AFTER INSERT ON results "
        "BEGIN INSERT INTO ledger VALUES (NEW.article_id, NEW.revision); END",
        "CREATE TRIGGER ledger_update AFTER UPDATE ON results "
        "BEGIN INSERT INTO ledger VALUES (NEW.article_id, NEW.revision); END",
    ),
    "postgresql": (
        "CREATE TABLE ledger (article_id BIGINT, revision INTEGER)",
        "CREATE FUNCTION note_result() RETURNS TRIGGER LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO ledger VALUES (NEW.article_id, NEW.revision); RETURN NULL; END'",
        "CREATE TRIGGER ledger_written AFTER INSERT OR UPDATE ON results FOR EACH ROW EXECUTE FUNCTION note_result()",
    ),
}


@dataclass(frozen=True, slots=True)
class Books:
    """What a run came to, in articles; all but the first five must be 0."""

    attempted: int
    acknowledged: int
    done: int
    dead: int
    # Articles that needed more than one attempt: their work was struck.
    struck: int
    lost: int
    from_nowhere: int
    doubled: int
    broken: int
    falsely_dead: int

    @property
    def balanced(self) -> bool:
        """Whether nothing was lost, doubled, broken or given up."""
        return not (self.lost or self.from_nowhere or self.doubled or self.broken or self.falsely_dead)


def open_ledger(engine: Engine) -> None:
    """Have the database note every result that is stored."""
    with engine.begin() as connection:
        for statement in _LEDGER[engine.dialect.name]:
            connection.execute(text(statement))


def attempted(folder: Path) -> tuple[Counter[int], Counter[int], Counter[str]]:
    """Read the producers' books: numbers attempted, numbers acknowledged, and what was put off by class."""
    tried: Counter[int] = Counter()
    taken: Counter[int] = Counter()
    put_off: Counter[str] = Counter()
    for book in folder.glob("*.book"):
        for line in book.read_text().splitlines():
            word, *rest = line.split()
            if word == "off":
                put_off[rest[0]] += 1
            else:
                (tried if word == "try" else taken).update(map(int, rest))
    return tried, taken, put_off


def balance(
    engine: Engine,
    folder: Path,
    *,
    poison: Callable[[int], bool] = lambda _: False,
    planted: frozenset[int] = frozenset(),
) -> Books:
    """Hold the producers' books, and what was ``planted`` beside them, against the database; ``poison`` must die."""
    tried, taken, _ = attempted(folder)
    tried.update(planted)
    taken.update(planted)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, external_id, state, attempts FROM articles")).all()
        shown = connection.execute(
            text("SELECT article_id, author, text FROM comments WHERE NOT gone ORDER BY article_id, position")
        ).all()
        results = Counter(row for (row,) in connection.execute(text("SELECT article_id FROM ledger")))
    comments: dict[int, list[tuple[str, str]]] = {}
    for row, author, said in shown:
        comments.setdefault(row, []).append((author, said))
    numbers = {row.id: int(row.external_id[1:]) for row in rows}
    done = [row.id for row in rows if row.state == "done"]
    dead = [row.id for row in rows if row.state == "dead"]
    out = {numbers[row] for row in done} | {numbers[row] for row in dead}
    return Books(
        attempted=len(tried),
        acknowledged=len(taken),
        done=len(done),
        dead=len(dead),
        struck=sum(row.attempts > 1 for row in rows),
        lost=len(set(taken) - out),
        from_nowhere=len(set(numbers.values()) - set(tried)),
        doubled=len(rows) - len(set(numbers.values())) + sum(results[row] != 1 for row in done),
        broken=sum(comments.get(row, []) != articles.shown(numbers[row]) for row in done),
        falsely_dead=sum(not poison(numbers[row]) for row in dead),
    )
