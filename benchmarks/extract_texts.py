"""What common extractors make of labelled HTML pages: plain texts to measure on.

    .venv-peers/bin/python benchmarks/extract_texts.py OUT.jsonl.gz PAGES.jsonl.gz...

Writes each page's `id`, `site`, `url`, `source`, gold `body` and `comments` with the `text` of each extractor;
`by` names it. Runs in the peers' own environment. What an extractor fails on is left out.
"""

import argparse
import contextlib
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import justext
import trafilatura
from pages import read_rows
from resiliparse.extract.html2text import extract_plain_text

STOP_WORDS = justext.get_stoplist("English")
KEPT = ("id", "site", "url", "source", "body", "comments", "comment_items")


def by_justext(html: str) -> str:
    paragraphs = justext.justext(html.encode("utf-8", "replace"), STOP_WORDS, encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def by_resiliparse(html: str) -> str:
    return str(extract_plain_text(html, main_content=True, comments=True, alt_texts=False, links=False))


def by_trafilatura(html: str) -> str:
    return trafilatura.extract(html, include_comments=True, favor_recall=True) or ""


def as_markdown(html: str) -> str:
    return trafilatura.extract(html, include_comments=True, output_format="markdown", include_formatting=True) or ""


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "resiliparse": by_resiliparse,
    "trafilatura": by_trafilatura,
    "trafilatura-markdown": as_markdown,
    "justext": by_justext,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("pages", nargs="+", type=Path)
    args = parser.parse_args()
    with gzip.open(args.out, "wt", encoding="utf-8", errors="surrogatepass") as out:
        for page in (page for path in args.pages for page in read_rows(path) if page.get("html") and page.get("body")):
            for name, extract in EXTRACTORS.items():
                text = ""
                with contextlib.suppress(Exception):
                    text = extract(page["html"])
                if text.strip():
                    kept = {key: page[key] for key in KEPT if key in page}
                    out.write(json.dumps({**kept, "by": name, "text": text}) + "\n")


if __name__ == "__main__":
    main()
