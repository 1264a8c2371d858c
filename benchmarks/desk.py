"""How long a page of the review desk takes beside a million comments, on SQLite and on PostgreSQL.

Run it on a machine that has nothing else to do: .venv/bin/python benchmarks/desk.py
Writes docs/benchmarks/desk.md, whose notes stay. PostgreSQL comes with the test dependencies.
"""

import argparse
import gc
import json
import math
import os
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import CHROMIUM, FLAGS, log_in  # noqa: E402
from tests.servers import postgres_18_programs, postgres_server  # noqa: E402
from tests.web import site, winnow_of  # noqa: E402
from worker.store.access.roles import Role  # noqa: E402
from worker.store.access.users import Users  # noqa: E402
from worker.store.base.transactions import writing  # noqa: E402
from worker.store.figures.running_counts import settle  # noqa: E402
from worker.store.moderation.campaigns import Campaigns  # noqa: E402
from worker.work.interval import Interval  # noqa: E402

# Milliseconds: of CPU for a page of the queue, of the clock for a search and until a key's next card is painted.
QUEUE_CPU_MS, SEARCH_MS, KEY_MS = 50.0, 100.0, 50.0
PER_ARTICLE = 20
# Of a hundred comments: so many wait for a moderator, so many of these wait no more because they were decided.
WAITING, DECIDED = 8, 2
RUNS = 15
# Comments of which campaigns are looked for, to measure the rate.
LOOKED_AT = 5_000
PASSWORD = "a password for figures"  # noqa: S105  - of a database that is gone after this run
WORDS = (
    "market clock keeper winds every monday forty steps council asked whether mended answer surprise nobody fish "
    "bread dough night cold room lock canal boat berth wheels photograph quay timetable harbour summer neighbour "
    "ladder oak price order delivery offer today house corner shelf garden stone river bridge council paper"
).split()

KEYS, KEYS_APART_MS = 60, 100
# When a key has been taken and the frame with the next card is painted: a frame, and what comes behind it.
WATCH_KEYS = """() => {
  window.spent = [];
  const current = () => document.querySelector(".card.is-current")?.id;
  document.addEventListener("keydown", (event) => {
    const before = current();
    requestAnimationFrame(() => setTimeout(() => {
      if (current() !== before) window.spent.push(performance.now() - event.timeStamp);
    }));
  }, true);
}"""

STEPS = (1, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43)

SQLITE_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "
POSTGRES_NUMBERS = "WITH n(i) AS (SELECT generate_series(1, {many})) "
SQLITE_TIME = "strftime('%Y-%m-%d %H:%M:%f000', 'now', '-' || (i % 30) || ' days')"
POSTGRES_TIME = "now() - (i % 30) * interval '1 day'"
SQLITE_DAY = "date('now', '-' || (((i - 1) / {per} + 1) % 30) || ' days')"
POSTGRES_DAY = "CAST(timezone('UTC', now()) AS date) - ((i - 1) / {per} + 1) % 30"
ARTICLES = """
INSERT INTO articles (id, key, page, url, source, title, language, format, content_hash, revision, state, attempts,
    submitted_at)
SELECT i, 'k' || i, 1, 'https://site.example/' || i, 'source-' || (i % 40), 'Article ' || i,
    CASE i % 3 WHEN 0 THEN 'en' WHEN 1 THEN 'de' ELSE 'fr' END, 'html', 'h', 1, 'done', 1, {at} FROM n
"""
RESULTS = """
INSERT INTO results (article_id, revision, done_at, reason, model, language, body)
SELECT i, 1, {at}, 'text:section', '{model}', 'en', 'The body of article ' || i FROM n
"""
COMMENTS = """
INSERT INTO comments (id, article_id, identity, position, depth, kind, gone, verdict, probability, model, author,
    links, reasons, text, source, language, decided, day)
SELECT i, (i - 1) / {per} + 1, 'c' || i, (i - 1) % {per}, 0, 'comment', false,
    CASE WHEN i % 100 < {review} THEN 'review' WHEN i % 100 < 30 THEN 'spam' ELSE 'allow' END,
    CASE WHEN i % 100 < {review} THEN 0.3 + (i % 99991) / 200000.0 WHEN i % 100 < 30 THEN 0.99 ELSE 0.02 END,
    '{model}', 'Author ' || (i % 5000), '[]', '[["words", "Its words are those of spam."]]',
    CASE WHEN i % 10 = 0 THEN {said} ELSE 'n' || i || ' m' || (i * 3) || ' is ' || {said}
        || ' k' || (i * 7) || ' l' || (i * 11) END
        || ' rare' || i || CASE i % 100 WHEN 5 THEN ' uncommon' ELSE '' END,
    'source-' || (((i - 1) / {per} + 1) % 40),
    CASE ((i - 1) / {per} + 1) % 3 WHEN 0 THEN 'en' WHEN 1 THEN 'de' ELSE 'fr' END,
    CASE WHEN i % 100 < {decided} THEN 'spam' END, {day} FROM n
"""
LABELS = """
INSERT INTO labels (comment_id, label, reviewer, created_at, probability) SELECT i, 'spam', 'ida', {at}, 0.5 FROM n
WHERE i % 100 < {decided}
"""
# One in a hundred of what waits is ida's to look at.
ASSIGNMENTS = """
INSERT INTO assignments (comment_id, assignee, before, given_by, at) SELECT i, 'ida', '', 'jan', {at} FROM n
WHERE i % 10000 < 100 AND i % 100 BETWEEN {decided} AND {review} - 1
"""

PAGES = {
    "queue, most doubtful": "/desk/queue",
    "queue, most doubtful, half way down": "/desk/queue?after={after}",
    "queue, newest": "/desk/queue?order=newest",
    "queue, by source": "/desk/queue?order=source",
    "queue, one source": "/desk/queue?order=source&source=source-7",
    "queue, by language": "/desk/queue?order=language",
    "queue, by campaign": "/desk/queue?order=campaign",
    "queue, what is assigned": "/desk/queue?mine=1",
    "search, a rare word": "/desk/search?q=rare77777",
    "search, a word of one in a hundred": "/desk/search?q=uncommon",
    "article": "/desk/articles/7",
    "dashboard": "/desk/dashboard",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks" / "desk.md")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="measure one database")
    parser.add_argument(
        "--figures", type=Path, help="a file that keeps what was measured, for runs of one database each"
    )
    arguments = parser.parse_args()
    kept = arguments.figures
    measured = json.loads(kept.read_text()) if kept and kept.exists() else {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        for name, url in databases(folder, stack, arguments.only):
            measured[name] = measure(folder / name, url, arguments.comments)
            if kept:
                kept.write_text(json.dumps(measured))
    arguments.out.write_text(report(measured, arguments.comments) + notes(arguments.out))


def notes(page: Path) -> str:
    """Return what people wrote at the end of a page of figures."""
    _, heading, written = page.read_text().partition("\n## Notes\n") if page.exists() else ("", "", "")
    return heading + written


def databases(folder: Path, stack: ExitStack, only: str | None) -> Iterator[tuple[str, str]]:
    if only != "postgresql":
        yield "SQLite", f"sqlite:///{folder / 'desk.db'}"
    if only != "sqlite":
        yield "PostgreSQL 18", stack.enter_context(postgres_server(postgres_18_programs()))


def measure(folder: Path, url: str, comments: int) -> dict[str, object]:
    folder.mkdir()
    winnow = winnow_of(folder, database_url=url)
    started = time.perf_counter()
    fill(winnow.engine, comments, winnow.registry.champion())
    filled = time.perf_counter() - started
    rate = look_for_campaigns(winnow.engine)
    Users(winnow.engine).add("ida", PASSWORD, actor="benchmark", role=Role.ADMIN)
    figures: dict[str, object] = {
        "fill_s": filled,
        "load": os.getloadavg()[0],
        "campaigns_a_second": rate,
        "bytes": size(winnow.engine),
    }
    winnow.service.judge()  # loaded now, and not while the first pages are measured
    with site(winnow) as running, httpx.Client(base_url=running.url, follow_redirects=True, timeout=120) as client:
        # The desk looks for campaigns while it is used; here that is measured apart.
        running.app.state.bench._interval = Interval(3600)
        running.app.state.bench._interval.begin()
        client.post("/desk/login", data={"name": "ida", "password": PASSWORD})
        after = deep(winnow.engine, comments * WAITING // 200)

        def beside() -> list[int]:
            return backends(winnow.engine)

        figures["pages"] = {
            name: times(lambda path=path: client.get(path.format(after=after)), beside=beside)  # type: ignore[misc]
            for name, path in PAGES.items()
        }
        figures["decision"] = times(decide(client), runs=10, beside=beside)
        figures["keys"] = next_cards(running.url)
    return figures


def fill(engine: Engine, comments: int, model: str) -> None:
    """Store articles and comments as SQL makes them: the same rows on each database."""
    sqlite = engine.dialect.name == "sqlite"
    for statement, many in (
        (ARTICLES, comments // PER_ARTICLE),
        (RESULTS, comments // PER_ARTICLE),
        (COMMENTS, comments),
        (LABELS, comments),
        (ASSIGNMENTS, comments),
    ):
        numbers, at = (SQLITE_NUMBERS, SQLITE_TIME) if sqlite else (POSTGRES_NUMBERS, POSTGRES_TIME)
        day = (SQLITE_DAY if sqlite else POSTGRES_DAY).format(per=PER_ARTICLE)
        filled = numbers.format(many=many) + statement.format(at=at, day=day, said=sentence(), per=PER_ARTICLE,
                                                              review=WAITING + DECIDED, decided=DECIDED,
                                                              model=model)  # fmt: skip
        with writing(engine) as connection:
            connection.execute(text(filled.replace(":", "\\:")))
    settle(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))


def sentence() -> str:
    """Return an SQL expression of twelve words that depend on a comment's number."""
    cases = " ".join(f"WHEN {place} THEN '{one}'" for place, one in enumerate(WORDS))
    return " || ' ' || ".join(f"CASE (i * {k}) % {len(WORDS)} {cases} END" for k in STEPS)


def look_for_campaigns(engine: Engine) -> float:
    """Return comments a second."""
    started, seen = time.perf_counter(), 0
    while seen < LOOKED_AT and (some := Campaigns(engine).catch_up()):
        seen += some
    return seen / (time.perf_counter() - started)


def size(engine: Engine) -> int:
    query = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if engine.dialect.name == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    with engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)


def deep(engine: Engine, offset: int) -> str:
    """Return the mark of a place far down the queue."""
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT abs(probability - 0.5), id FROM comments WHERE verdict = 'review' AND decided IS NULL "
                "ORDER BY 1, 2 LIMIT 1 OFFSET :offset"
            ),
            {"offset": offset},
        ).one()
    return f"{row[0]}%1F{row[1]}"


def decide(client: httpx.Client) -> Callable[[], httpx.Response]:
    page = client.get("/desk/queue").text
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found
    ids = iter(re.findall(r'id="comment-(\d+)"', page))
    return lambda: client.post(
        "/desk/decide", data={"csrf": found[1], "one": f"spam:{next(ids)}"}, headers={"Accept": "application/json"}
    )


def next_cards(url: str) -> dict[str, float]:
    """Return milliseconds from a key that decides until the next card is painted, of `KEYS` keys, and keys lost.

    ``cpu`` is what the page's thread works from one key to the next, and ``waited`` how long it waits for a processor
    meanwhile: the answers to what was decided before are in both.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        log_in(page, url, "ida", PASSWORD)
        page.evaluate(WATCH_KEYS)
        before = [scheduled(pid, threads="main") for pid in renderers(browser)]
        for number in range(KEYS):
            page.keyboard.press("s" if number % 2 else "h")
            page.wait_for_timeout(KEYS_APART_MS)
        after = [scheduled(pid, threads="main") for pid in renderers(browser)]
        spent: list[float] = sorted(page.evaluate("window.spent"))
        browser.close()
    worked, waited = (sum(one[place] for one in after) - sum(one[place] for one in before) for place in (0, 1))
    return {
        "median": statistics.median(spent),
        "p95": spent[math.ceil(len(spent) * 0.95) - 1],
        "slowest": spent[-1],
        "lost": KEYS - len(spent),
        "cpu": worked / KEYS,
        "waited": waited / KEYS,
    }


def renderers(browser: Browser) -> list[int]:
    """Return the processes that draw pages; those that wait for one to come do nothing."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return [int(one["id"]) for one in processes if one["type"] == "renderer"]


def scheduled(pid: int, threads: str = "all") -> tuple[float, float]:
    """Return milliseconds that a process's threads, or its main one, have worked, and waited for a processor."""
    paths = Path(f"/proc/{pid}/task").glob("*/schedstat") if threads == "all" else [Path(f"/proc/{pid}/schedstat")]
    worked = waited = 0
    for path in paths:
        with suppress(OSError):  # of a thread that has ended since
            on, off, _ = map(int, path.read_text().split())
            worked, waited = worked + on, waited + off
    return worked / 1e6, waited / 1e6


def backends(engine: Engine) -> list[int]:
    """Return the processes that a PostgreSQL on this machine answers with; a SQLite has none."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")))


def times(
    call: Callable[[], httpx.Response], runs: int = RUNS, beside: Callable[[], list[int]] = list
) -> dict[str, float]:
    """Return milliseconds: the first call's, the median and the slowest of the others, and what was done meanwhile.

    ``cpu`` is of service and client together: what a machine that does other things too can't spoil. ``waited`` is how
    long their threads, and those of the processes ``beside``, waited for a processor: one after the other, so that on a
    machine with nothing else to do an answer takes about so much less.
    """
    gc.collect()
    gone = waited_of(beside())
    spent, worked = [], time.process_time()
    for _ in range(runs):
        started = time.perf_counter()
        answer = call()
        spent.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, answer.text[:300]
    cpu = (time.process_time() - worked) * 1000 / runs
    waited = (waited_of(beside()) - gone) / runs
    return {
        "first": spent[0], "median": statistics.median(spent[1:]), "slowest": max(spent[1:]), "cpu": cpu,
        "waited": waited,
    }  # fmt: skip


def waited_of(pids: list[int]) -> float:
    return sum(scheduled(pid)[1] for pid in (os.getpid(), *pids))


def report(measured: dict[str, dict[str, object]], comments: int) -> str:
    lines = [
        "# The review desk beside a million comments",
        "",
        f"`benchmarks/desk.py`, {platform.machine()}, {platform.system()}, Python {platform.python_version()}; two "
        "shared cores. Whole answers over HTTP, the page's HTML with it: the first call, the median and the slowest of "
        f"{RUNS - 1} more, in milliseconds, then the CPU time that service and client spend on one, "
        "and how long their threads and the database's waited for a processor while others had it.",
        "",
        f"Stored: {comments:,} comments under {comments // PER_ARTICLE:,} articles of 40 sources; {WAITING} in a "
        f"hundred wait for a moderator, {DECIDED} in a hundred were for review and have been decided.",
        "",
        "| page | target | " + " | ".join(f"{name}: first, median, slowest; CPU; waited" for name in measured) + " |",
        "|---|---|" + "---|" * len(measured),
    ]
    for page in (*PAGES, "a decision"):
        row = [
            figures["decision"] if page == "a decision" else figures["pages"][page]  # type: ignore[index]
            for figures in measured.values()
        ]
        aim, figure, most = target(page)
        shown = (
            f"{one['first']:.0f}, **{one['median']:.0f}**, {one['slowest']:.0f}; {one['cpu']:.0f}; {one['waited']:.0f}"  # type: ignore[index]
            + met(one, figure, most)  # type: ignore[arg-type]
            for one in row
        )
        lines.append(f"| {page} | {aim} | " + " | ".join(shown) + " |")
    keys: list[dict[str, float]] = [figures["keys"] for figures in measured.values()]  # type: ignore[misc]
    painted = (
        f"**{one['median']:.0f}**, {one['p95']:.0f}, {one['slowest']:.0f}; {one['cpu']:.0f}; {one['waited']:.0f}; "
        f"{one['lost']:.0f} lost{met(one, 'slowest', KEY_MS)}"
        for one in keys
    )
    aim = f"each <= {KEY_MS:.0f} ms"
    said = "median, 95th percentile, slowest; CPU of the page's thread from key to key; what it waited; keys lost"
    lines.append(f"| a key until the next card is painted, {KEYS} keys: {said} | {aim} | {' | '.join(painted)} |")
    lines += ["", "| | " + " | ".join(measured) + " |", "|---|" + "---|" * len(measured)]
    for name, said in (
        ("comments looked at for campaigns a second", lambda one: f"{one['campaigns_a_second']:,.0f}"),
        ("load of the machine while the pages were measured (1 minute's average)", lambda one: f"{one['load']:.1f}"),
        ("size of the database, bytes a comment", lambda one: f"{one['bytes'] / comments:,.0f}"),
    ):
        lines.append(f"| {name} | " + " | ".join(said(one) for one in measured.values()) + " |")
    return "\n".join(lines) + "\n"


def target(page: str) -> tuple[str, str, float]:
    """Return what a page is to keep, in words, the figure that must, and its bound (ms)."""
    if page.startswith("queue"):
        return f"CPU <= {QUEUE_CPU_MS:.0f} ms", "cpu", QUEUE_CPU_MS
    if "a rare word" in page:
        return f"median <= {SEARCH_MS:.0f} ms", "median", SEARCH_MS
    return "", "", 0.0


def met(measured: dict[str, float], figure: str, most: float) -> str:
    if not figure:
        return ""
    return " (met)" if measured[figure] <= most else " (**missed**)"


if __name__ == "__main__":
    main()
