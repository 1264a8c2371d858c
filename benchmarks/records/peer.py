"""One peer over pages: lines ``{id, url, html}`` in, ``{id, records: [[text, author, time]]}`` and its version out.

Runs in the peers' own environment. trafilatura and resiliparse tell comments as one text: each line counts as one.
"""

import contextlib
import json
import sys
from collections.abc import Callable
from importlib.metadata import version

Found = list[tuple[str, str | None, str | None]]


def harvest(html: str, url: str | None) -> Found:
    from harvest import extract_data  # noqa: PLC0415 - each peer alone is loaded

    posts = extract_data(html, url or "")["posts"]
    return [(post["post_text"], post.get("user"), post.get("datetime")) for post in posts]


def trafilatura(html: str, _url: str | None) -> Found:
    from trafilatura import bare_extraction  # noqa: PLC0415

    found = bare_extraction(html, include_comments=True, with_metadata=False)
    return _lines(found.comments or "") if found else []


def resiliparse(html: str, _url: str | None) -> Found:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    known = set(extract_plain_text(html, main_content=True, comments=False).splitlines())
    both = extract_plain_text(html, main_content=True, comments=True)
    return _lines("\n".join(line for line in both.splitlines() if line not in known))


def _lines(text: str) -> Found:
    return [(line, None, None) for line in text.splitlines() if line.strip()]


PEERS: dict[str, Callable[[str, str | None], Found]] = {
    "harvest-webforum": harvest,
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
}


def main() -> None:
    name = sys.argv[1]
    for row in map(json.loads, sys.stdin):
        found: Found = []
        # What a peer prints of its own must not stand among the answers.
        with contextlib.suppress(Exception), contextlib.redirect_stdout(sys.stderr):
            found = PEERS[name](row["html"], row["url"])
        print(json.dumps({"id": row["id"], "records": found}))
    print(json.dumps({"version": version(name)}))


if __name__ == "__main__":
    main()
