"""What an error says to who asked over HTTP."""

import pytest

from classifiers.errors import ModelIntegrityError
from worker.errors import MisconfiguredError, NotFoundError, RefusedError, UnavailableError, WinnowError
from worker.reasons import Reason
from worker.web.problems import public_message

HIDDEN = ("/var/lib", "models/", ".db", "aliases", "db.example", "hush", "winnow@")


@pytest.mark.parametrize(
    "error",
    [
        MisconfiguredError("There is no database at /var/lib/winnow/winnow.db. Give another, or make it."),
        UnavailableError("The database postgresql://winnow:hush@db.example/winnow can't be used now: refused."),
        UnavailableError("The database sqlite:///winnow.db can't be used now: 'disk I/O error'."),
        ModelIntegrityError("models/aliases.json can't be read; put the right one back"),
        ModelIntegrityError('the model at "/var/lib/winnow/models/2024" (models/2024) differs from its manifest'),
    ],
    ids=str,
)
def test_where_files_and_servers_are_is_not_said(error: WinnowError) -> None:
    told = public_message(error)
    assert "…" in told
    assert [one for one in HIDDEN if one in told] == []


@pytest.mark.parametrize(
    "error",
    [
        RefusedError(Reason.BAD_URL, "not a usable url (no host): https:///a/b"),
        NotFoundError("There is no article 7."),
        UnavailableError("3 articles are stored, and workers will find them once they run"),
    ],
    ids=str,
)
def test_what_names_neither_is_said_in_full(error: WinnowError) -> None:
    assert public_message(error) == str(error)
