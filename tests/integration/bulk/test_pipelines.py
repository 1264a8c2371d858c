"""What other people's pipelines are given: pages taken apart in their process, and a corpus as Iceberg tables."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.archives import warc
from tests.integration.bulk.corpus import crawl, job, rows, run, talk
from worker.client.extraction import Extractor
from worker.errors import MisconfiguredError, RefusedError, UnprocessableError
from worker.reasons import Reason

ROOT = Path(__file__).parents[3]
OF_FILES = {"id", "article", "url", "external_id", "fetched_at", "file", "place", "refusal", "message"}


def page() -> bytes:
    return talk(7).partition(b"\r\n\r\nHTTP/")[2].partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


@pytest.fixture
def extractor(tmp_path: Path) -> Extractor:
    return Extractor(tmp_path / "models")


def without_files(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in OF_FILES}


@pytest.mark.parametrize("as_text", [False, True])
def test_a_page_gives_the_rows_that_a_corpus_has_of_it(tmp_path: Path, extractor: Extractor, as_text: bool) -> None:
    (tmp_path / "a.warc").write_bytes(warc([talk(7)]))
    run([tmp_path / "a.warc"], job(tmp_path / "corpus"))
    found = extractor.extract(page().decode() if as_text else page(), "https://a.example/7")
    assert [found.article] == [without_files(row) for row in rows(tmp_path / "corpus", "articles")]
    assert found.comments == [without_files(row) for row in rows(tmp_path / "corpus", "comments")]


def test_what_is_no_page_is_refused_with_its_reason(extractor: Extractor) -> None:
    with pytest.raises(RefusedError) as refused:
        extractor.extract("<p>A mill</p>", "ftp://a.example/")
    assert refused.value.reason is Reason.BAD_URL
    with pytest.raises(UnprocessableError) as dead:
        extractor.extract("<div>" * 200_000)
    assert dead.value.reason is Reason.DEPTH
    assert extractor.extract(page()).article["comments"] == 2


@pytest.mark.skipif(find_spec("datatrove") is not None, reason="datatrove is here")
def test_a_missing_datatrove_is_named() -> None:
    with pytest.raises(MisconfiguredError, match=r"winnow-worker\[datatrove\]"):
        import worker.client.datatrove  # noqa: F401, PLC0415


def test_the_documented_hand_over_makes_iceberg_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run([crawl(tmp_path / "a.warc.gz", 30)], job(tmp_path / "corpus"))
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/pipelines.md").read_text(), re.DOTALL)
    [code] = [one for one in blocks if "pyiceberg" in one]
    for found in (30, 30):
        given: dict[str, Any] = {}
        exec(code, given)
        tables = {name: given["catalog"].load_table(f"crawl.{name}").scan().to_arrow() for name in given["TABLES"]}
        assert tables["articles"].num_rows == found
        assert tables["comments"].num_rows == 2 * found
    told = sorted(tables["comments"].to_pylist(), key=lambda row: (row["article"], row["position"]))
    assert told == sorted(rows(tmp_path / "corpus", "comments"), key=lambda row: (row["article"], row["position"]))
    run([tmp_path / "a.warc.gz", crawl(tmp_path / "b.warc.gz", 3)], job(tmp_path / "corpus"))
    exec(code, given := {})
    assert given["catalog"].load_table("crawl.articles").scan().to_arrow().num_rows == 33
