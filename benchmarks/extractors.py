"""What common extractors leave of pages: JSON lines ``{id, html}`` in, ``{id, by, text}`` for each that leaves any out.

Runs in the peers' own environment: ``.venv-peers/bin/python benchmarks/extractors.py < pages.jsonl``. w3m and lynx are
programs; where one isn't installed it is left out, and said so on standard error.
"""

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

# Seconds for one page in a program.
PATIENCE = 20
W3M = ("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "10000")
LYNX = (
    "lynx", "-dump", "-stdin", "-nolist", "-width=1000", "-assume_charset=utf-8", "-display_charset=utf-8",
)  # fmt: skip
Extract = Callable[[str], str]


def _trafilatura(**options: object) -> Extract:
    from trafilatura import extract  # noqa: PLC0415 - as below, so that what is missing is told by name

    return lambda html: extract(html, include_comments=True, **options) or ""


def _resiliparse(*, main: bool) -> Extract:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return lambda html: str(extract_plain_text(html, main_content=main, comments=True, alt_texts=False, links=False))


def _justext() -> Extract:
    import justext  # noqa: PLC0415

    words = justext.get_stoplist("English")

    def extract(html: str) -> str:
        told = justext.justext(html.encode("utf-8", "replace"), words, encoding="utf-8")
        return "\n".join(one.text for one in told if not one.is_boilerplate)

    return extract


def _boilerpy() -> Extract:
    from boilerpy3 import extractors  # noqa: PLC0415

    return lambda html: str(extractors.DefaultExtractor(raise_on_failure=False).get_content(html))


def _html2text() -> Extract:
    import html2text  # noqa: PLC0415

    def extract(html: str) -> str:
        reader = html2text.HTML2Text()
        reader.ignore_links, reader.ignore_images, reader.body_width = True, True, 0
        return str(reader.handle(html))

    return extract


def _inscriptis() -> Extract:
    from inscriptis import get_text  # noqa: PLC0415

    return lambda html: str(get_text(html))


def _soup() -> Extract:
    from bs4 import BeautifulSoup  # noqa: PLC0415

    def extract(html: str) -> str:
        soup = BeautifulSoup(html, "lxml")
        for tag in soup(["script", "style", "noscript"]):
            tag.decompose()
        return "\n".join(line.strip() for line in soup.get_text("\n").splitlines() if line.strip())

    return extract


def _readability() -> Extract:
    from bs4 import BeautifulSoup  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    return lambda html: str(BeautifulSoup(Document(html).summary(), "lxml").get_text("\n\n", strip=True))


def _program(*command: str) -> Extract:
    if shutil.which(command[0]) is None:
        message = f"{command[0]} is not installed"
        raise ImportError(message)

    def extract(html: str) -> str:
        raw = html.encode("utf-8", "replace")
        done = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=True)
        return done.stdout.decode("utf-8", "replace")

    return extract


EXTRACTORS: dict[str, Callable[[], Extract]] = {
    "trafilatura": _trafilatura,
    "trafilatura-recall": lambda: _trafilatura(favor_recall=True),
    "trafilatura-markdown": lambda: _trafilatura(output_format="markdown", include_formatting=True),
    "resiliparse-main": lambda: _resiliparse(main=True),
    "resiliparse-all": lambda: _resiliparse(main=False),
    "justext": _justext,
    "boilerpy3": _boilerpy,
    "html2text": _html2text,
    "inscriptis": _inscriptis,
    "soup": _soup,
    "readability": _readability,
    "w3m": lambda: _program(*W3M),
    "lynx": lambda: _program(*LYNX),
}


def texts(pages: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield each extractor's text of each page; a page that one stumbles over has none."""
    for by, load in EXTRACTORS.items():
        try:
            extract = load()
        except ImportError as missing:
            print(f"left out {by}: {missing}", file=sys.stderr)
            continue
        for page in pages:
            text = ""
            with contextlib.suppress(Exception):
                text = extract(page["html"])
            if text.strip():
                yield {"id": page["id"], "by": by, "text": "\n".join(line.rstrip() for line in text.splitlines())}


def main() -> None:
    for row in texts([json.loads(line) for line in sys.stdin]):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
