"""Run by a room's own Python: Winnow as a block of a pipeline of the real datatrove, with a page that is refused."""

import gzip
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from worker.client.datatrove import WinnowExtractor

REMARKS = (
    ("Ida", "At last, a ferry that runs on Sundays too."),
    (
        "Cheap Pills",
        "Buy cheap viagra pills online, casino bonus http://cheap-pills.example/buy http://casino.example/",
    ),
)
# Pages: whole ones, and one that no parser is given.
WHOLE, DEEP = 6, "<div>" * 200_000


def page(number: int) -> str:
    """Return a page with an article and two comments."""
    remarks = "".join(
        f'<li class="comment" id="comment-{at}"><div class="comment-author"><b class="fn">{author}</b></div>'
        f'<div class="comment-content"><p>{text}</p></div></li>'
        for at, (author, text) in enumerate(REMARKS)
    )
    body = f"<p>The ferry number {number} starts in May and has two decks.</p>" * 2
    return (
        f"<html><body><article class='post'><h1>Ferry {number}</h1><div class='entry-content'>{body}</div></article>"
        f"<div id='comments'><h2>2 comments</h2><ol class='comment-list'>{remarks}</ol></div></body></html>"
    )


def run(folder: Path, out: str, **options: Any) -> list[dict[str, Any]]:
    """Run a pipeline of two tasks; return its documents, in order."""
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(folder / "pages")),
            WinnowExtractor(**options),
            JsonlWriter(str(folder / out)),
        ],
        tasks=2,
        logging_dir=str(folder / f"{out}-logs"),
    ).run()
    files = sorted((folder / out).glob("*.jsonl.gz"))
    return [json.loads(line) for path in files for line in gzip.open(path, "rt", encoding="utf-8")]


def counted(folder: Path, out: str) -> dict[str, int]:
    """Return what the block counted, but for lengths."""
    told = json.loads((folder / f"{out}-logs/stats.json").read_text())[1]["stats"]
    return {name: one if isinstance(one, int) else one["total"] for name, one in told.items() if name != "doc_len"}


def main(folder: Path) -> None:
    """Run it with comments as metadata and as documents."""
    (folder / "pages").mkdir()
    for part in range(2):
        rows = [{"id": f"p{n}", "text": page(n), "url": f"https://a.example/{n}"} for n in range(part, WHOLE, 2)]
        rows += [{"id": "deep", "text": DEEP, "url": "https://a.example/deep"}] * part
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "pages" / f"{part}.jsonl").write_text(lines)
    articles = run(folder, "metadata")
    assert sorted(one["id"] for one in articles) == [f"p{number}" for number in range(WHOLE)]
    for one in articles:
        assert "The ferry number" in one["text"]
        assert "viagra" not in one["text"]
        told = one["metadata"]
        assert (told["url"], told["comments"], told["spam"]) == (f"https://a.example/{one['id'][1:]}", 2, 1)
        assert [row["author"] for row in told["comment_rows"]] == [author for author, _ in REMARKS]
        assert [row["verdict"] for row in told["comment_rows"]] == ["allow", "spam"]
    documents = run(folder, "documents", comments="documents")
    comments = [one for one in documents if "article" in one["metadata"]]
    assert len(documents) == 3 * WHOLE
    assert sorted(one["id"] for one in comments) == sorted(f"p{n}/{at}" for n in range(WHOLE) for at in range(2))
    assert {(one["text"], one["metadata"]["verdict"]) for one in comments} == {
        (REMARKS[0][1], "allow"),
        (REMARKS[1][1], "spam"),
    }
    assert not run(folder, "hurried", time_limit_s=-1.0), "pages came out of no time at all"
    told = counted(folder, "metadata")
    assert told == {
        "total": WHOLE + 1,
        "forwarded": WHOLE,
        "dropped": 1,
        "dropped_DEPTH": 1,
    }
    assert counted(folder, "hurried")["dropped_TIMEOUT"] == WHOLE + 1
    print(f"{WHOLE} pages through datatrove, their comments in metadata and as documents")


if __name__ == "__main__":
    made = Path(tempfile.mkdtemp(prefix="winnow-datatrove-"))
    try:
        main(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
