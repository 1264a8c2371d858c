"""How long a blog's history takes to become its own model: an export of 5,000 comments, imported and learnt from.

    python -m benchmarks.site_history [--comments 5000] [--report docs/benchmarks/site-history.md]

The export is made here, of made-up comments; the commands are the ones of docs/sites.md, each in a process of its own.
"""

import argparse
import os
import platform
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from classifiers.data import synthetic
from classifiers.data.datasets import Example

SITE = "blog.example"
SEED = 20_261_130
OF_AN_ARTICLE = 50
TARGET_S = 120.0
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title><link>https://blog.example</link>
<wp:wxr_version>1.2</wp:wxr_version>"""
PAGE = """\
# From an export to a site's own model

`make bench-site-history` writes this page. It makes an export of WordPress (WXR) with {comments:,} made-up comments in
{languages} languages under {articles:,} articles, half of them spam, and runs the commands of [sites.md](../sites.md)
on it, each as a process of its own with a fresh SQLite file. The target is {target:.0f} seconds for both.

| command | seconds | of the processor | MB at most |
|---|---|---|---|
{rows}
| both | {wall:.0f} | {cpu:.0f} | |

{told}

`benchmarks/site_history.py`, {machine}, {cores} cores, {system}, Python {python}, SQLite {sqlite}, NumPy {numpy},
scikit-learn {sklearn}, {day}. The load of the machine was {load:.1f} (one minute's average): where that is more than
its cores, the processor's seconds say what the commands take, since each works in one thread.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """One command: seconds that it took, seconds of the processor, bytes at most, and what it said."""

    name: str
    wall_s: float
    cpu_s: float
    peak_bytes: int
    said: str


def export(path: Path, examples: Sequence[Example]) -> int:
    """Write the comments as WordPress does; return how many articles they are under."""
    articles = range(0, len(examples), OF_AN_ARTICLE)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for start in articles:
            file.write(f"<item><title>Notes {start}</title><link>https://{SITE}/notes-{start}/</link>")
            file.write("<content:encoded>&lt;p&gt;The mill was sold in spring.&lt;/p&gt;</content:encoded>")
            file.write(f"<wp:post_id>{start}</wp:post_id><wp:post_type>post</wp:post_type>")
            for number, one in enumerate(examples[start : start + OF_AN_ARTICLE], start + 1):
                file.write(_comment(number, one))
            file.write("</item>")
        file.write("</channel></rss>")
    return len(articles)


def _comment(number: int, one: Example) -> str:
    fields: Mapping[str, object] = {
        "id": number,
        "author": one.comment.author or "",
        "author_url": one.comment.author_url or "",
        "date_gmt": f"2026-{number % 9 + 1:02}-{number % 27 + 1:02} 10:00:00",
        "content": one.comment.text,
        "approved": "spam" if one.is_spam else "1",
        "type": "comment",
        "parent": 0,
    }
    inner = "".join(f"<wp:comment_{name}>{escape(str(said))}</wp:comment_{name}>" for name, said in fields.items())
    return f"<wp:comment>{inner}</wp:comment>"


def run(folder: Path, *arguments: str) -> Ran:
    """Run a command in a folder of its own, and measure it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run(
        (sys.executable, "-m", "worker", *arguments),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(f"winnow {' '.join(arguments)}", wall, cpu, after.ru_maxrss * 1024, done.stdout)


def page(ran: Sequence[Ran], comments: int, articles: int) -> str:
    """Return the page about what was measured."""
    rows = [f"| `{one.name}` | {one.wall_s:.0f} | {one.cpu_s:.0f} | {one.peak_bytes / 1e6:.0f} |" for one in ran]
    said = "".join(one.said for one in ran).splitlines()
    told = [line for line in said if "own history says" in line or line.startswith(("labels:", "gate:"))]
    return PAGE.format(
        comments=comments,
        languages=len(synthetic.languages()),
        articles=articles,
        target=TARGET_S,
        rows="\n".join(rows),
        wall=sum(one.wall_s for one in ran),
        cpu=sum(one.cpu_s for one in ran),
        told="It said: " + "; ".join(told) + ".",
        machine=platform.machine(),
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        numpy=version("numpy"),
        sklearn=version("scikit-learn"),
        day=date.today().isoformat(),
        load=os.getloadavg()[0],
    )


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=5_000)
    parser.add_argument("--report", type=Path)
    asked = parser.parse_args()
    per_language = -(-asked.comments // (2 * len(synthetic.languages())))
    examples = synthetic.examples(per_language, SEED)[: asked.comments]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = export(folder / "blog.xml", examples)
        run(folder, "site", "add", SITE)
        ran = [
            run(folder, "import", "wordpress", "blog.xml", "--by", "ida"),
            run(folder, "retrain", "--site", SITE, "--promote", "force"),
        ]
    text = page(ran, len(examples), articles)
    print(text)
    if asked.report:
        asked.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
