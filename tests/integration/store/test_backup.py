"""A backup taken while the service works, restored elsewhere, goes on where it was taken: docs/operations.md."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from tests.databases import Databases
from tests.factories import judged, new_article, processed
from tests.servers import postgres_15_programs, postgres_18_programs
from worker.domain import Failed, State
from worker.reasons import Reason
from worker.store.base.database import check
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

# The command that docs/operations.md gives for a machine without the program sqlite3.
SQLITE_BACKUP = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))"


def back_up_and_restore(url: str, databases: Databases, folder: Path) -> str:
    if url.startswith("sqlite"):
        restored = databases.empty()
        files = [one.removeprefix("sqlite:///") for one in (url, restored)]
        subprocess.run([sys.executable, "-c", SQLITE_BACKUP, *files], check=True)
        return restored
    with psycopg.connect(url) as connection:
        programs = postgres_18_programs() if connection.info.server_version >= 180000 else postgres_15_programs()
    restored, dump = databases.empty(), folder / "winnow.dump"
    subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", url], check=True)
    subprocess.run([programs / "pg_restore", f"--dbname={restored}", "--no-owner", dump], check=True)
    return restored


def test_a_restored_database_goes_on_where_it_was_backed_up(
    database_url: str, databases: Databases, open_engine: Callable[[str], Engine], tmp_path: Path
) -> None:
    engine = open_engine(database_url)
    names = ["done", "dead", "claimed", "waiting"]
    done, dead, claimed, waiting = [one.id for one in Inbox(engine).submit([new_article(name) for name in names])]
    claim = Inbox(engine).claim([done, dead], lease_s=60)
    failed = Failed(dead, Reason.EMPTY, "Nothing in it.", final=True)
    Results(engine).commit(claim.token, [processed(done, judged("Kept."), judged("Kept too.", author="Bo")), failed])
    taken = Inbox(engine).claim([claimed], lease_s=0.0)

    restored = open_engine(back_up_and_restore(database_url, databases, tmp_path))

    check(restored)
    assert list(Results(restored).export()) == list(Results(engine).export())
    assert DeadLetters(restored).show(dead) == DeadLetters(engine).show(dead)
    inbox = Inbox(restored)
    assert inbox.expire(max_attempts=5, longest_lease_s=60) == [claimed]
    assert {one.id for one in inbox.due(limit=10, again_after_s=60)} == {claimed, waiting}
    again = inbox.claim([claimed, waiting], lease_s=60)
    assert Results(restored).commit(taken.token, [processed(claimed)]) == 0, "a claim from before the backup is void"
    assert Results(restored).commit(again.token, [processed(claimed), processed(waiting)]) == 2
    assert inbox.states([done, claimed, waiting]) == dict.fromkeys((done, claimed, waiting), State.DONE)
    (new,) = inbox.submit([new_article("new")])
    assert new.id > waiting
