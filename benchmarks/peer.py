"""One peer over pages: JSON lines ``{id, html or text}`` in, ``{id, body, comments}`` and a last line of timing out.

Runs in the peers' own environment: ``.venv-peers/bin/python benchmarks/peer.py trafilatura < pages.jsonl``.
A page on which a peer raises an error counts as empty.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

Taken = tuple[str, str]


def trafilatura(html: str) -> Taken:
    from trafilatura import bare_extraction  # noqa: PLC0415 - each peer alone is loaded

    found = bare_extraction(html, include_comments=True, with_metadata=False)
    return (found.text or "", found.comments or "") if found else ("", "")


def readability(html: str) -> Taken:
    from lxml.html import fromstring  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    return "\n".join(fromstring(Document(html).summary()).itertext()), ""


def resiliparse(html: str) -> Taken:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    body = extract_plain_text(html, main_content=True, comments=False)
    known = set(body.splitlines())
    both = extract_plain_text(html, main_content=True, comments=True)
    return body, "\n".join(line for line in both.splitlines() if line not in known)


def newspaper(html: str) -> Taken:
    from newspaper import Article  # noqa: PLC0415

    article = Article("https://example.org/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return article.text, ""


PEERS: dict[str, tuple[str, Callable[[str], Taken]]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "readability-lxml": ("readability-lxml", readability),
    "resiliparse": ("resiliparse", resiliparse),
    "newspaper4k": ("newspaper4k", newspaper),
}


def main() -> None:
    package, take = PEERS[sys.argv[1]]
    rows = [json.loads(line) for line in sys.stdin]
    spent = 0.0
    for row in rows:
        body, comments = "", ""
        start = time.process_time()
        with contextlib.suppress(Exception):
            body, comments = take(row["html"])
        spent += time.process_time() - start
        told = [{"author": "", "text": comments}] if comments else []  # one text: no peer tells comments apart
        print(json.dumps({"id": row["id"], "body": body, "comments": told}))
    print(json.dumps({"seconds": spent, "version": version(package)}))


if __name__ == "__main__":
    main()
