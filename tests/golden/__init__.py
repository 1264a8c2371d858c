"""Golden files: what features see of fixed comments, what separation finds, and what trainings come to.

`make golden` writes them anew. Look at what git shows of it: each line that changed is a change that users notice.
"""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from classifiers.data import synthetic
from classifiers.features.meaning import fingerprint
from tests.golden import edges, threads, training
from tests.golden.numbers import shown
from worker.operations.separate import separate_lines

FOLDER = Path(__file__).parent
FEATURES = FOLDER / "features.txt"
# One input, and beside it the same name with .json: what `winnow separate` answers; with .numbers: how it came to it.
SYNTHETIC = FOLDER / "synthetic.jsonl"
TEXTS, HTML = FOLDER / "threads-text.txt", FOLDER / "threads-html.txt"
EDGE_TEXTS, EDGE_HTML = FOLDER / "edges-text.txt", FOLDER / "edges-html.txt"
TRAINED, ROWS = FOLDER / "training.json", FOLDER / "training-rows.txt"
# A page of each platform, written for other tests, and what `make run` shows: read where they stand.
_TESTS, _DOCS = FOLDER.parent, FOLDER.parents[1] / "docs"
LENT = sorted([*(_TESTS / "unit/separate/html/fixtures").iterdir(), *(_DOCS / "samples").iterdir()])
PAGES = sorted(path for path in (FOLDER / "pages").iterdir() if path.suffix in {".html", ".txt"})
_MOST_BYTES = 1_000_000
_OF_A_LANGUAGE, _SEED = 3, 11


def separated(path: Path) -> dict[str, Any]:
    """What `winnow separate` answers for the page in a file, without its id."""
    kind = {".html": "html", ".txt": "text"}[path.suffix]
    row = {kind: path.read_text(encoding="utf-8"), "url": f"https://{path.stem}.example/page"}
    [answer] = separate_lines(io.BytesIO(json.dumps(row).encode() + b"\n"), max_bytes=_MOST_BYTES)
    del answer["id"]
    return json.loads(json.dumps(answer))


def beside(path: Path, suffix: str) -> Path:
    """Where what is found on a page is kept: beside it, or in a folder of its own where the page is lent."""
    if path not in LENT:
        return path.with_suffix(suffix)
    return FOLDER / "lent" / f"{path.parent.name}-{path.stem}{suffix}"


def synthetic_lines() -> list[str]:
    """Some synthetic comments of each language, as rows of JSON."""
    rows = synthetic.examples(_OF_A_LANGUAGE, _SEED)
    return [json.dumps(asdict(row), ensure_ascii=False, sort_keys=True) for row in rows]


def write() -> None:
    """Write all golden files anew."""
    FEATURES.write_text("\n".join(fingerprint()) + "\n", encoding="utf-8")
    SYNTHETIC.write_text("\n".join(synthetic_lines()) + "\n", encoding="utf-8")
    TRAINED.write_text(json.dumps(training.numbers(), indent=1) + "\n", encoding="utf-8")
    for path, lines in (
        (TEXTS, threads.found_in_texts()),
        (HTML, threads.found_in_pages()),
        (EDGE_TEXTS, edges.edges_of_texts()),
        (EDGE_HTML, edges.edges_of_pages()),
        (ROWS, training.rows()),
    ):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for path in [*PAGES, *LENT]:
        text = json.dumps(separated(path), indent=2, ensure_ascii=False)
        beside(path, ".json").write_text(text + "\n", encoding="utf-8")
        beside(path, ".numbers").write_text(shown(path), encoding="utf-8")
