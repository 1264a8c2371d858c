"""Somebody is planted in every encoding and in every place that Winnow writes to; erased, he stands in no byte of it.

The places are the database with its log, the folder of models, and the broker. Which tables there are is for
`tests/integration/store/test_erasure_everywhere.py`, which reads them from the schema.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import redis
import zstandard
from sqlalchemy import Engine

from classifiers.types import Label, Verdict
from tests.doors import Doors, doors
from tests.factories import judged, new_article, processed
from tests.labelled import examples
from worker.domain import NewArticle
from worker.queue.set_aside_messages import set_aside
from worker.store.base.schema import metadata
from worker.store.base.transactions import reading
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels

pytestmark = [pytest.mark.acceptance, pytest.mark.redis]

NAME = "Zoë Quincunx"
# What only he is called, and what only he says: each as it stands when somebody looks for it.
MARKS = ("quincunx", "damsonly")
SAID = "Damsonly yours, and cheaply"
PLAIN = f"<p>{NAME}: {SAID}</p>"
PAGES: dict[str, tuple[bytes, str | None]] = {
    "utf-8": (PLAIN.encode(), None),
    "latin-1": (PLAIN.encode("latin-1"), "latin-1"),
    "cp1252 with no label": (f"<p>“{NAME}” {SAID}</p>".encode("cp1252"), None),
    "utf-16": (PLAIN.encode("utf-16"), None),
    "gzip": (gzip.compress(PLAIN.encode()), None),
    "JSON-LD": (f'<script type="application/ld+json">{json.dumps({"name": NAME})}</script>{SAID}'.encode(), None),
    "tags": (f"<b>Zo</b>ë <i>Quin</i>cunx: {SAID}".encode(), None),
    "NFD": (f"<p>Zoe\u0308 Quincunx: {SAID}</p>".encode(), None),
    "twice escaped": (f"<p>Zo&amp;euml; Quincunx: {SAID}</p>".encode(), None),
    "zero width": (f"<p>Zoë Quin\u200bcunx: {SAID}</p>".encode(), None),
    "full width": (f"<p>Zoë Ｑｕｉｎｃｕｎｘ: {SAID}</p>".encode(), None),
}
SPELLINGS = (NAME, "ZOË  QUINCUNX", "Zoe\u0308 Quincunx", "Zoë Quin\u200bcunx", "Zoë\u00a0Quincunx")
LABELS_EACH = 60


@pytest.fixture
def way(tmp_path: Path, database_url: str, redis_url: str) -> Iterator[Doors]:
    with doors(tmp_path, database_url, redis_url) as opened:
        yield opened


def page(name: str, raw: bytes, charset: str | None) -> NewArticle:
    made = new_article(name, charset=charset)
    return replace(made, source=replace(made.source, raw=raw), content_hash=sha256(raw).hexdigest())


def in_database(engine: Engine) -> Iterator[str]:
    """Yield where a mark stands in a row, unpacked and in every encoding, and on SQLite in any byte of its files."""
    with reading(engine) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                yield from (f"{table.name}.{name}" for name, value in row.items() if marked(value))
    if engine.dialect.name == "sqlite":
        database = Path(str(engine.url.database))
        yield from (path.name for path in database.parent.glob(f"{database.name}*") if marked(path.read_bytes()))


def in_models(folder: Path) -> Iterator[str]:
    yield from (str(path) for path in folder.rglob("*") if path.is_file() and marked(path.read_bytes()))


def in_broker(client: redis.Redis) -> Iterator[str]:
    """Yield the keys under which a mark stands, whatever their type."""
    for key in client.scan_iter("*"):
        kind = client.type(key)
        assert kind in (b"list", b"set", b"hash", b"zset", b"string", b"stream"), kind
        every: Any = {
            b"list": lambda key: client.lrange(key, 0, -1),
            b"set": client.smembers,
            b"hash": client.hgetall,
            b"zset": lambda key: client.zrange(key, 0, -1),
            b"string": client.get,
            b"stream": client.xrange,
        }[kind]
        if marked(repr((key, every(key)))):
            yield repr(key)


def marked(value: Any) -> bool:
    """Whether a value holds a mark in any encoding that it may be in, packed or not."""
    raw = value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
    if raw.startswith(b"\x28\xb5\x2f\xfd"):
        raw = zstandard.decompress(raw)
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    return any(
        mark in raw.decode(encoding, "ignore").casefold()
        for mark in MARKS
        for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
    )


def plant(way: Doors) -> None:
    """Store him in every encoding and spelling, in labels that a model is trained from, and at the broker."""
    engine, inbox = way.engine, Inbox(way.engine)
    for number, (name, (raw, charset)) in enumerate(PAGES.items()):
        [one] = inbox.submit([page(name, raw, charset)])
        his = judged(f"{SAID}, {name}", author=SPELLINGS[number % len(SPELLINGS)], verdict=Verdict.SPAM)
        others = judged(f"Indeed, {name}.", author="Jan")
        Results(engine).commit(inbox.claim([one.id], lease_s=60).token, [processed(one.id, his, others)])
    for number, example in enumerate(examples(LABELS_EACH)):
        [one] = inbox.submit([new_article(f"labelled-{number}")])
        mine = number % 2
        text = f"{example.comment.text} {SAID}" if mine else example.comment.text
        comment = judged(text, author=NAME if mine else "Ida", probability=0.5, verdict=Verdict.REVIEW)
        Results(engine).commit(inbox.claim([one.id], lease_s=60).token, [processed(one.id, comment)])
    labelled = {row.text: row.id for row in comments(engine)}
    for number, example in enumerate(examples(LABELS_EACH)):
        said = f"{example.comment.text} {SAID}" if number % 2 else example.comment.text
        # Every tenth label is wrong: what the report tells of as mistakes.
        label = example.label if number % 10 else {Label.HAM: Label.SPAM, Label.SPAM: Label.HAM}[example.label]
        Labels(engine).add(labelled[said], label, "ida")
    for text in (PLAIN, json.dumps({"author": NAME}), PLAIN.encode("utf-16").hex()):
        set_aside(way.broker, way.site.winnow.settings.broker_key_prefix, f"{text} {SAID}", "a test")


def comments(engine: Engine) -> list[Any]:
    table = metadata.tables["comments"]
    with reading(engine) as connection:
        return list(connection.execute(table.select()))


def test_who_is_erased_stands_in_no_byte_of_database_models_or_broker(way: Doors) -> None:
    plant(way)
    models = way.site.winnow.settings.model_dir
    trained = way.cli("retrain", "--promote", "force")
    assert trained.exit_code == 0, trained.output
    assert len(list(models.rglob("report.html"))) == 1
    assert {"comments.author", "comments.text", "raw_pages.raw"} <= set(in_database(way.engine))
    assert list(in_broker(way.broker)) == ["b'winnow:winnow.aside'"]
    erased = way.cli("erase", "--author", "zoë quincunx", "--yes")
    assert erased.exit_code == 0, erased.output
    assert list(in_database(way.engine)) == []
    assert list(in_models(models)) == []
    assert list(in_broker(way.broker)) == []
    # Others stay as they were, and the model that learnt from all of them serves on.
    assert {row.author for row in comments(way.engine)} == {"Jan", "Ida"}
    assert len(comments(way.engine)) == len(PAGES) + LABELS_EACH
    assert way.site.winnow.registry.load().judge([examples(1)[0].comment])


def test_what_still_waits_at_the_broker_leaves_nothing_of_him_either(way: Doors) -> None:
    article = {"id": "late", "url": "https://orchard.example/late", "html": PLAIN}
    way.cli("submit", "-", stdin=json.dumps(article).encode())  # he waits in the database
    way.cli("erase", "--author", NAME, "--yes")
    way.send_task([{**article, "id": "later", "url": "https://orchard.example/later"}])  # and comes in once more
    inbox = Inbox(way.engine)
    for row in (1, 2):
        claim = inbox.claim([row], lease_s=60)
        Results(way.engine).commit(claim.token, [processed(row, judged(SAID, author=NAME), judged("Indeed."))])
    assert list(in_broker(way.broker)) == []
    way.site.winnow.retain()  # as workers do every hour
    assert list(in_database(way.engine)) == []
    assert {row.author for row in comments(way.engine)} == {"Ida"}


@pytest.mark.parametrize("name", ["Zoë Quincun", "Quincunx", "Zoë", "Zoe Quincunx"])
def test_who_is_only_called_alike_stays(way: Doors, name: str) -> None:
    [one] = Inbox(way.engine).submit([new_article("one", PLAIN)])
    claim = Inbox(way.engine).claim([one.id], lease_s=60)
    Results(way.engine).commit(claim.token, [processed(one.id, judged(SAID, author=NAME))])
    assert "0 comments" in way.cli("erase", "--author", name, "--yes").stdout
    assert [row.author for row in comments(way.engine)] == [NAME]
