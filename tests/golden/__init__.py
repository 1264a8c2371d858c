"""Golden files: what features see of fixed comments, and what separation and its models find on forty pages.

`make golden` writes them anew. Look at what git shows of it: each line that changed is a change that users notice.
"""

import io
import json
from pathlib import Path
from typing import Any

from classifiers.features.meaning import fingerprint
from tests.golden.numbers import shown
from worker.operations.separate import separate_lines

FOLDER = Path(__file__).parent
FEATURES = FOLDER / "features.txt"
# One input, and beside it the same name with .json: what `winnow separate` answers; with .numbers: how it came to it.
PAGES = sorted(path for path in (FOLDER / "pages").iterdir() if path.suffix in {".html", ".txt"})
_MOST_BYTES = 1_000_000


def separated(path: Path) -> dict[str, Any]:
    """What `winnow separate` answers for the page in a file, without its id."""
    kind = {".html": "html", ".txt": "text"}[path.suffix]
    row = {kind: path.read_text(encoding="utf-8"), "url": f"https://{path.stem}.example/page"}
    [answer] = separate_lines(io.BytesIO(json.dumps(row).encode() + b"\n"), max_bytes=_MOST_BYTES)
    del answer["id"]
    return json.loads(json.dumps(answer))


def write() -> None:
    """Write all golden files anew."""
    FEATURES.write_text("\n".join(fingerprint()) + "\n", encoding="utf-8")
    for path in PAGES:
        text = json.dumps(separated(path), indent=2, ensure_ascii=False)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        path.with_suffix(".numbers").write_text(shown(path), encoding="utf-8")
