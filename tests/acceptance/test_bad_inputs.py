"""The bad inputs through a real worker: each comes to its end, the worker lives, and the next good article is done."""

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest

from tests.bad_inputs import OK, BadInput, cases, line, page
from tests.process import environment, running
from worker.bootstrap import Winnow, wire
from worker.domain import Arrival, State, Submitted
from worker.errors import RefusedError
from worker.ingest.envelope import UTF8_MARK
from worker.ingest.formats import read_articles
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.export import ExportedArticle

pytestmark = [pytest.mark.acceptance, pytest.mark.redis, pytest.mark.timeout(1800)]

# Seconds: what ends a page that does not end by itself. Short, so that the tests are.
HARD_LIMIT_S = 4
ATTEMPTS = 3
SETTINGS = {
    "soft_time_limit_s": 3, "hard_time_limit_s": HARD_LIMIT_S, "quarantine_time_limit_s": 2,
    "max_attempts": ATTEMPTS, "lease_s": HARD_LIMIT_S + 1.0, "sweep_interval_s": 0.3, "batch_size": 4,
}  # fmt: skip
# Seconds within which the next good article is done: 5 are promised, the rest is for a machine that is busy.
GOOD_S = 120.0
# Seconds within which a page comes to its end, all its attempts and leases included.
ENDED_S = 300.0


@dataclass(frozen=True)
class Running:
    """A worker that runs, and the Winnow that hands articles to it."""

    winnow: Winnow
    process: "Popen[bytes]"
    log: Path

    def submit(self, name: str, content: bytes) -> list[Submitted]:
        """Hand in what a file of this name holds; raises RefusedError."""
        articles = []
        for incoming in read_articles(name, io.BytesIO(content), max_bytes=self.winnow.settings.max_page_bytes):
            if isinstance(incoming.article, RefusedError):
                raise incoming.article
            articles.append(incoming.article)
        return self.winnow.service.submit(articles)

    def end_of(self, row: int, seconds: float) -> State:
        """Wait until an article is done or dead."""
        deadline = time.monotonic() + seconds
        while (state := self.winnow.service.inbox.states([row])[row]) not in (State.DONE, State.DEAD):  # type: ignore[attr-defined]
            assert time.monotonic() < deadline, f"still {state} after {seconds} s"
            time.sleep(0.05)
        return state

    def export(self, row: int) -> ExportedArticle:
        return next(one for one in self.winnow.service.results.export() if one.id == row)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def worker(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("bad-inputs")
    settings = {"database_url": f"sqlite:///{folder / 'winnow.db'}", "broker_url": redis_url, **SETTINGS}
    winnow = wire(model_dir=folder / "models", **settings)
    assert winnow.engine
    given = environment(
        folder, heartbeat_file=str(folder / "beat"), **{name: str(value) for name, value in settings.items()}
    )
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.faults",
        "worker",
        "--concurrency",
        "1",
        "--loglevel",
        "INFO",
    ]
    with ExitStack() as stack:
        process = stack.enter_context(running(command, given, folder / "log"))
        started = Running(winnow, process, folder / "log")
        (good,) = started.submit("warm.txt", b"The first article warms the worker up.")
        started.end_of(good.id, 120)
        yield started


@pytest.fixture
def good_one(worker: Running) -> Iterator[Callable[[], None]]:
    """Whatever came before: the worker lives, and does the next good article soon."""
    numbers = iter(range(1_000_000))

    def check() -> None:
        assert worker.process.poll() is None, "the worker ended"
        (good,) = worker.submit("good.txt", f"A good article, at {time.time_ns()} {next(numbers)}.".encode())
        assert worker.end_of(good.id, GOOD_S) is State.DONE

    yield check
    check()


def kept(bad: BadInput) -> bytes:
    """What a dead letter keeps: the file's bytes, or the text of the envelope's page."""
    if not bad.name.endswith(".jsonl"):
        return bad.content
    envelope = json.loads(bad.content)
    return str(envelope.get("html") or envelope["text"]).encode()


@pytest.mark.parametrize("bad", list(cases()), ids=lambda bad: bad.case.replace(" ", "-"))
@pytest.mark.usefixtures("good_one")
def test_a_bad_input_comes_to_its_end(bad: BadInput, worker: Running) -> None:
    if bad.refused:
        with pytest.raises(RefusedError) as refusal:
            worker.submit(bad.name, bad.content)
        assert refusal.value.reason is bad.refused
        return
    (stored,) = worker.submit(bad.name, bad.content)
    if worker.end_of(stored.id, ENDED_S) is State.DEAD:
        letter, raw = DeadLetters(worker.winnow.engine).show(stored.id)
        assert letter.reason in bad.ends, letter.message
        assert raw.removeprefix(UTF8_MARK) == kept(bad)
        return
    assert OK in bad.ends
    found = worker.export(stored.id)
    assert bad.body in found.body
    assert not bad.comment or any(bad.comment in one.text for one in found.comments), found.comments


@pytest.mark.usefixtures("good_one")
def test_18_zero_width_characters_do_not_lower_the_score(worker: Running) -> None:
    text = "Cheap replica watches at the best casino, visit our site today"
    hidden = text.replace("a", "a\u200b").replace("e", "e\u200d")
    scores = []
    for said in (text, hidden):
        (stored,) = worker.submit("in.jsonl", line(html=page(said)))
        assert worker.end_of(stored.id, ENDED_S) is State.DONE
        scores.append(worker.export(stored.id).comments[0].probability)
    assert scores[1] > scores[0] - 0.02, "hiding must not help; that it is seen may cost"


@pytest.mark.usefixtures("good_one")
def test_36_a_comment_forges_no_log_line(worker: Running) -> None:
    assert b'{"event": "FORGED"' not in worker.log.read_bytes()


@pytest.mark.usefixtures("good_one")
def test_38_the_same_article_100_times_is_one_and_new_content_a_revision(worker: Running) -> None:
    url = "https://mill.example/weir"
    stored = [worker.submit("in.jsonl", line(html=page("First."), url=url))[0] for _ in range(100)]
    assert {one.id for one in stored} == {stored[0].id}
    worker.end_of(stored[0].id, ENDED_S)
    (again,) = worker.submit("in.jsonl", line(html=page("Second."), url=url))
    assert (again.id, again.arrival) == (stored[0].id, Arrival.REVISED)
    worker.end_of(again.id, ENDED_S)
    assert worker.export(again.id).comments[0].text == "Second."


def test_a_child_may_take_so_much_memory_and_no_more(worker: Running) -> None:
    process = worker.process.pid
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    limits = [Path(f"/proc/{child}/limits").read_text().splitlines() for child in children]
    held = [line.split()[3] for lines in limits for line in lines if line.startswith("Max address space")]
    assert str(worker.winnow.settings.work_memory_bytes) in held
