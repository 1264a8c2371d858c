"""Somebody is planted in every text column that the schema has, and every byte is searched once he is erased.

What is looked at comes from the schema: a later table fails here until somebody says how erasure reaches it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from sqlalchemy import JSON, Column, Engine, Enum, LargeBinary, String, Table, Text, TypeDecorator, select, update

from classifiers.types import Label, Verdict
from tests.factories import judged, processed
from tests.web import WEBHOOK_KEY
from worker.domain import RuleKind
from worker.ingest.envelope import parse_envelope, to_article
from worker.store.base.schema import metadata
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import reading, writing
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.rules import add_rule, list_rules
from worker.store.flow.webhooks import Webhooks
from worker.store.moderation.erasure import erase_author, erase_url
from worker.store.moderation.labels import Labels
from worker.store.moderation.separation_reports import SeparationFault, SeparationReports
from worker.work.rule import Rule

NAME = "Ottoline Zzyzx"
MARK = "zzyzx"
URL = "https://orchard.example/damsons"
# Columns that hold nobody's words but our own: hashes, codes, numbers of a state.
SHORTEST = 64
# Tables that no address and no author leads to, and why nobody who is erased stands in them.
OTHERS = {
    "alerts": "kinds, sites and days",
    "audit": "holds ids, and who moderated",
    "bulk_decisions": "is searched by its filters, which lose his name (below)",
    "campaigns": "holds sketches, no words",
    "count_changes": "counts by site, source and model",
    "counters": "counts",
    "fingerprints": "holds sketches, no words",
    "held_labels": "goes with its comment",
    "idempotency": "holds ids",
    "login_failures": "users' names, for a quarter of an hour",
    "preferences": "users' names, languages and time zones",
    "refusals": "counts by reason",
    "roles": "users' names",
    "saved_filters": "go where they name him (tests/integration/store/test_saved_filters.py)",
    "rules": "lose his name, as the records of decisions do (below)",
    "running_counts": "counts by site, source and model",
    "sessions": "users' names",
    "site_hosts": "hosts of sites",
    "site_priors": "sites' names",
    "slice_holds": "sites' and users' names",
    "slice_weeks": "sites' names",
    "sites": "sites' names",
    "stage_times": "counts",
    "sweeps": "one time",
    "tokens": "tokens' names",
    "tombstones": "digests",
    "users": "users' names",
    "webhooks": "where to tell",
}
# Names of feeds, sites and models, which counts are kept by: they stand in `running_counts` ever after.
COUNTED = frozenset(
    f"{table}.{name}"
    for table in ("articles", "comments", "results", "shadow_scores")
    for name in ("source", "site", "model", "reason")
)
# What of a table is reached though no foreign key says so.
BESIDE = {"deliveries": "article_id"}


def wordy(column: Column[Any]) -> bool:
    """Whether a column may hold words of a stranger's."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return False
    if isinstance(kind, Text | LargeBinary | JSON):
        return True
    return isinstance(kind, String) and (kind.length or SHORTEST + 1) > SHORTEST


def leading(table: Table, to: str) -> Column[Any] | None:
    """Return the column by which a table's rows go with a row of ``to``."""
    if table.name == to:
        return table.c.id
    if to == "articles" and table.name in BESIDE:
        return table.c[BESIDE[table.name]]
    return next(
        (key.parent for key in table.foreign_keys if key.column.table.name == to and key.ondelete == "CASCADE"), None
    )


def reached(to: str) -> dict[str, Column[Any]]:
    return {table.name: column for table in metadata.sorted_tables if (column := leading(table, to)) is not None}


def test_every_table_is_reached_or_holds_nobody() -> None:
    known = {*reached("articles"), *reached("comments"), *OTHERS}
    unknown = {table.name for table in metadata.sorted_tables if any(map(wordy, table.c))} - known
    assert not unknown, f"say how `winnow erase` reaches {unknown}, or why nobody who is erased stands there"


def planted(column: Column[Any], old: Any) -> Any:
    """Return a column's value with the person in it."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, LargeBinary):
        return zstandard.compress(f"<p>{NAME} {column}</p>".encode())
    if isinstance(kind, JSON):
        return [f"{NAME} {column}"]
    return f"{NAME} {column} {old}" if not column.primary_key else old


def plant(engine: Engine, to: str, row: int, spared: frozenset[str]) -> set[str]:
    """Write the person into every wordy column of all rows that go with a row; return where there was one."""
    found = set()
    with writing(engine) as connection:
        for name, leads in reached(to).items():
            table = metadata.tables[name]
            for column in table.c:
                if not wordy(column) or column.primary_key or f"{name}.{column.name}" in spared:
                    continue
                value = connection.execute(select(column).where(leads == row)).first()
                if value is not None:
                    connection.execute(update(table).where(leads == row).values({column: planted(column, value[0])}))
                    found.add(f"{name}.{column.name}")
    return found


def remains(engine: Engine) -> Iterator[str]:
    """Yield where the person still stands: in rows, unpacked, and on SQLite in any byte of its files."""
    with reading(engine) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                for name, value in row.items():
                    if MARK in _plain(value).casefold():
                        yield f"{table.name}.{name}"
    if engine.dialect.name == "sqlite":
        for end in ("", "-wal"):
            content = Path(f"{engine.url.database}{end}").read_bytes().lower()
            if MARK.encode() in content:
                yield f"the file {end or 'itself'}"


def _plain(value: Any) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return zstandard.decompress(value).decode(errors="replace")
    except zstandard.ZstdError:
        return value.decode(errors="replace")


@pytest.fixture
def article(engine: Engine) -> int:
    """An article with two comments, labelled, told to a webhook, called wrong by a moderator."""
    Webhooks(engine, SecretBox(WEBHOOK_KEY)).add("https://site.example/hook", list(Event), actor="test")
    [one] = Inbox(engine).submit([to_article(parse_envelope({"url": URL, "html": "<p>Damsons</p>"}), max_bytes=1000)])
    claim = Inbox(engine).claim([one.id], lease_s=60)
    comments = (judged("Lovely.", author="Ida"), judged("Cheap pills.", author=NAME, verdict=Verdict.SPAM))
    assert Results(engine).commit(claim.token, [processed(one.id, *comments)]) == 1
    Labels(engine).add(1, Label.HAM, "ida")
    Labels(engine).add(2, Label.SPAM, "ida")
    SeparationReports(engine).open(one.id, next(iter(SeparationFault)), "a note", user="ida")
    return one.id


def test_an_address_takes_everything_with_it(engine: Engine, article: int) -> None:
    where = plant(engine, "articles", article, COUNTED | {"articles.url"})
    where |= plant(engine, "comments", 1, COUNTED)
    assert {
        "raw_pages.raw",
        "results.body",
        "comments.text",
        "cases.note",
        "deliveries.data",
        "labels.reviewer",
    } <= where
    assert set(remains(engine)) >= where
    erase_url(engine, URL, actor="dpo")
    assert list(remains(engine)) == []


def test_an_author_takes_everything_of_his_with_him(engine: Engine, article: int) -> None:
    where = plant(engine, "comments", 2, COUNTED | {"comments.author"})
    assert {"comments.text", "comments.author_url", "comments.links", "comments.reasons", "labels.reviewer"} <= where
    record = {"label": Label.SPAM, "filters": {"words": f"by {NAME}"}, "count": 1, "reviewer": "ida"}
    with writing(engine) as connection:
        connection.execute(metadata.tables["bulk_decisions"].insert().values(at=datetime.now(UTC), **record))
    for name, values in {"his-alone": (NAME,), "among-others": ("Ida", NAME.upper())}.items():
        rule = Rule(name=name, kind=RuleKind.AUTHORS, values=values, verdict=Verdict.SPAM)
        add_rule(engine, rule, by="ida", words=f"{NAME} again")
    erase_author(engine, NAME, actor="dpo")
    assert list(remains(engine)) == []
    assert [(one.rule.name, one.rule.values, one.note) for one in list_rules(engine)] == [
        ("among-others", ("Ida",), "")
    ]
    with reading(engine) as connection:
        assert connection.scalars(select(metadata.tables["comments"].c.author)).all() == ["Ida"]


@pytest.mark.parametrize(
    ("author", "address", "asked"),
    [
        ("ida@orchard.example", None, "Ida@Orchard.example"),
        ("Ida", "mailto:zzyzx@orchard.example", "zzyzx@orchard.example"),
        (None, "MAILTO:zzyzx@orchard.example", "zzyzx@orchard.example"),
        ("192.0.2.77", None, "192.0.2.77"),
        ("2001:DB8::77", None, "2001:db8::77"),
    ],
)
def test_an_author_is_known_by_his_mail_and_his_address(
    engine: Engine, author: str | None, address: str | None, asked: str
) -> None:
    [one] = Inbox(engine).submit([to_article(parse_envelope({"url": URL, "html": "<p>Damsons</p>"}), max_bytes=1000)])
    claim = Inbox(engine).claim([one.id], lease_s=60)
    his, other = judged("Lovely.", author=author, author_url=address), judged("Indeed.", author="Jan")
    Results(engine).commit(claim.token, [processed(one.id, his, other)])
    assert erase_author(engine, asked, actor="dpo").comments == 1
    with reading(engine) as connection:
        assert connection.scalars(select(metadata.tables["comments"].c.author)).all() == ["Jan"]


def test_the_schema_is_looked_at_as_it_is() -> None:
    later = Table("later", metadata, Column("note", Text))
    try:
        with pytest.raises(AssertionError, match="later"):
            test_every_table_is_reached_or_holds_nobody()
    finally:
        metadata.remove(later)
