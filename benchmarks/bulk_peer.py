"""The same job written the straightforward way: trafilatura, TF-IDF and a process pool. Runs in the peers' environment.

python -m benchmarks.bulk_peer MODEL ARCHIVE OUT PROCESSES
"""

import json
import sys
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

state: dict[str, Any] = {}


def load(model: str) -> None:
    import joblib  # noqa: PLC0415, TID251

    state["model"] = joblib.load(model)


def records(archive: str) -> Iterator[tuple[str, bytes]]:
    from fastwarc.warc import ArchiveIterator, response  # noqa: PLC0415

    with Path(archive).open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=response):
            yield record.headers["WARC-Target-URI"], record.reader.read()


def work(page: tuple[str, bytes]) -> str:
    import trafilatura  # noqa: PLC0415

    url, raw = page
    found = trafilatura.bare_extraction(raw, include_comments=True, with_metadata=False)
    comments = [line for line in (found.comments or "").split("\n") if line.strip()] if found else []
    spam = state["model"].predict_proba(comments)[:, 1].tolist() if comments else []
    body = found.text if found else None
    return json.dumps({"url": url, "body": body, "comments": list(zip(comments, spam, strict=True))})


def main(model: str, archive: str, out: str, processes: str) -> None:
    with Pool(int(processes), load, (model,)) as pool, Path(out).open("w", encoding="utf-8") as lines:
        for line in pool.imap(work, records(archive), chunksize=16):
            lines.write(line + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
