"""Nothing of a webhook's secret, nor of its address, stands in any byte of a database."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select, text

from tests.factories import new_article
from worker.errors import MisconfiguredError
from worker.store.base.audit import entries
from worker.store.base.schema import webhooks
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import reading, writing
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.webhooks import Webhooks

URL = "https://hooks.example/services/T0zyxQuince9/hush"


def files(engine: Engine) -> Iterator[Path]:
    """All files of a database: SQLite's, or the whole cluster's with its log."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        yield from path.parent.glob(f"{path.name}*")
        return
    with writing(engine) as connection:
        folder = connection.scalar(text("SHOW data_directory"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
    yield from (path for path in Path(str(folder)).rglob("*") if path.is_file())


def holds(engine: Engine, sought: bytes) -> bool:
    return any(sought in path.read_bytes() for path in files(engine))


def test_no_plain_secret_in_any_byte_of_the_database(engine: Engine) -> None:
    key = Fernet.generate_key().decode()
    made = Webhooks(engine, SecretBox(key)).add(URL, [Event.DEAD], actor="quince-admin")
    Inbox(engine).submit([new_article("quince-article")])
    assert [entry.action for entry in entries(engine)] == ["webhook add"]
    with reading(engine) as connection:
        sealed = str(connection.scalar(select(webhooks.c.target)))
    # What is there is found so, and so the rest would be.
    assert holds(engine, b"quince-admin")
    assert holds(engine, sealed.encode())
    bare = made.secret.removeprefix("whsec_")
    for secret in (bare.encode(), base64.b64decode(bare), b"T0zyxQuince9", key.encode(), base64.urlsafe_b64decode(key)):
        assert not holds(engine, secret)
    [listed] = Webhooks(engine, SecretBox(key)).list()
    assert (listed.url, listed.secret) == (URL, made.secret)


def test_a_key_is_changed_without_making_webhooks_anew(engine: Engine) -> None:
    old, new, other = (Fernet.generate_key().decode() for _ in range(3))
    secret = Webhooks(engine, SecretBox(old)).add(URL, [Event.DEAD], actor="test").secret
    with pytest.raises(MisconfiguredError, match="WINNOW_WEBHOOK_KEYS"):
        Webhooks(engine, SecretBox(other)).list()
    assert Webhooks(engine, SecretBox(other)).seal_anew() == 0
    assert Webhooks(engine, SecretBox(f"{old},{new}")).seal_anew() == 0
    assert Webhooks(engine, SecretBox(f"{new},{old}")).seal_anew() == 1
    assert Webhooks(engine, SecretBox(f"{new},{old}")).seal_anew() == 0
    assert [one.secret for one in Webhooks(engine, SecretBox(new)).list()] == [secret]
    for keys in (old, ""):
        with pytest.raises(MisconfiguredError, match="WINNOW_WEBHOOK_KEYS"):
            Webhooks(engine, SecretBox(keys)).list()


def test_the_same_secret_never_looks_the_same(engine: Engine) -> None:
    box = SecretBox(Fernet.generate_key().decode())
    assert box.seal({"url": URL}) != box.seal({"url": URL})
    assert box.open(box.seal({"url": URL})) == {"url": URL}
