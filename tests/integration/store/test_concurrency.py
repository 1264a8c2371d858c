import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine, func, select

from tests.factories import judged, new_article, processed
from worker.domain import Arrival, State
from worker.store.base.database import upgrade
from worker.store.base.schema import articles, raw_pages
from worker.store.base.transactions import reading
from worker.store.figures.status import status
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

Open = Callable[[str], Engine]


def in_threads(count: int, work: Callable[[int], object]) -> list[object]:
    """Do ``work`` in ``count`` threads at once; raise what any of them raised."""
    with ThreadPoolExecutor(count) as pool:
        return [done.result() for done in [pool.submit(work, number) for number in range(count)]]


def test_one_article_from_16_producers_is_one_row(inbox: Inbox, engine: Engine) -> None:
    arrivals: list[Arrival] = []

    def produce(_number: int) -> None:
        for _ in range(100 // 16 + 1):
            [submitted] = inbox.submit([new_article("same")])
            arrivals.append(submitted.arrival)

    in_threads(16, produce)

    with reading(engine) as connection:
        rows = connection.scalar(select(func.count()).select_from(articles))
        pages = connection.scalar(select(func.count()).select_from(raw_pages))
    assert (rows, pages) == (1, 1)
    assert Counter(arrivals) == {Arrival.NEW: 1, Arrival.UNCHANGED: len(arrivals) - 1}


def test_producers_with_overlapping_batches_neither_double_nor_deadlock(inbox: Inbox, engine: Engine) -> None:
    def produce(number: int) -> None:
        draw = random.Random(number)
        for revision in range(4):
            names = draw.sample(range(40), 25)
            inbox.submit([new_article(f"article-{name}", f"by {number}, {revision}") for name in names])

    in_threads(16, produce)

    assert status(engine).pending == 40


def test_claimers_never_share_an_article(inbox: Inbox) -> None:
    ids = [submitted.id for submitted in inbox.submit([new_article(f"article-{n}") for n in range(200)])]
    held: list[int] = []

    def claim(number: int) -> None:
        wanted = random.Random(number).sample(ids, len(ids))
        for start in range(0, len(wanted), 20):
            claimed = inbox.claim(wanted[start : start + 20], lease_s=60)
            held.extend(article.id for article in claimed.articles)

    in_threads(8, claim)

    assert sorted(held) == sorted(ids)


def test_work_submission_and_sweeping_go_on_at_once(inbox: Inbox, results: Results, engine: Engine) -> None:
    """Everybody who locks rows locks many, in orders of their own, over the same forty articles."""
    names = [f"article-{number}" for number in range(40)]
    ids = [submitted.id for submitted in inbox.submit([new_article(name) for name in names])]

    def act(number: int) -> None:
        draw = random.Random(number)
        for turn in range(5):
            some = draw.sample(ids, 20)
            claim = inbox.claim(some, lease_s=draw.choice((-1, 60)))
            inbox.mark_rung(draw.sample(ids, 20))
            outcomes = [processed(article.id, judged(f"By {number}.")) for article in claim.articles]
            draw.shuffle(outcomes)
            results.commit(claim.token, outcomes)
            inbox.expire(max_attempts=1000, longest_lease_s=3600)
            inbox.submit([new_article(name, f"{number}, {turn}") for name in draw.sample(names, 10)])

    in_threads(8, act)
    inbox.expire(max_attempts=1000, longest_lease_s=3600)
    claim = inbox.claim(ids, lease_s=60)
    results.commit(claim.token, [processed(article.id) for article in claim.articles])

    assert set(inbox.states(ids).values()) == {State.DONE}
    assert status(engine).done == len(list(results.export())) == 40


def test_one_of_many_sweepers_acts(inbox: Inbox) -> None:
    assert Counter(in_threads(8, lambda _number: inbox.take_sweep(3600))) == {True: 1, False: 7}


WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from tests.factories import new_article, processed
from worker.store.base.database import connect
from worker.store.base.database import upgrade
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results

engine, writer = connect(sys.argv[1]), sys.argv[2]
inbox, results = Inbox(engine), Results(engine)


def write(thread):
    for turn in range(20):
        [submitted] = inbox.submit([new_article(f"{writer}-{thread}-{turn}")])
        claim = inbox.claim([submitted.id], lease_s=60)
        assert results.commit(claim.token, [processed(submitted.id)]) == 1


with ThreadPoolExecutor(2) as pool:
    list(pool.map(write, range(2)))
"""


def test_eight_writers_in_four_processes_wait_their_turn(tmp_path: Path, open_engine: Open) -> None:
    """SQLite's one write lock is taken at the start: nobody hears "database is locked"."""
    url = f"sqlite:///{tmp_path}/winnow.db"
    engine = open_engine(url)
    upgrade(engine)
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, str(number)], stderr=subprocess.PIPE, text=True)
        for number in range(4)
    ]
    said = [process.communicate(timeout=600)[1] for process in running]

    assert [process.returncode for process in running] == [0] * 4, said
    assert status(engine).done == 4 * 2 * 20
