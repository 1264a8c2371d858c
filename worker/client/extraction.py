"""Pages taken apart in this process, for pipelines of others: ``from worker.client.extraction import Extractor``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from worker.domain import Failed, Format, Source
from worker.errors import UnprocessableError
from worker.ingest.accept import UTF8_MARK, accept
from worker.ingest.formats import Incoming
from worker.operations.bulk.pages import Batch, work
from worker.operations.bulk.tables import article_columns, comment_columns
from worker.separate import separate_together
from worker.settings import load_settings
from worker.work.installed_models import open_registry

# Columns of a corpus that tell of its files, or of what its reader knows already.
_OF_FILES: Final = frozenset(
    {"id", "article", "url", "external_id", "fetched_at", "file", "place", "refusal", "message"}
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """A page's article and its comments in order, as the columns of a corpus name them (docs/bulk.md)."""

    article: dict[str, Any]
    comments: list[dict[str, Any]]


class Extractor:
    """Takes pages of HTML apart and judges their comments with the model in service; needs no database and no server.

    ``model_dir`` is the registry of models; limits and all else come from the settings. It holds no page to a time or
    to memory: a pipeline that reads the open web runs it in a process that may end.
    """

    def __init__(self, model_dir: Path | None = None) -> None:
        settings = load_settings({"model_dir": model_dir})
        self._max_bytes = settings.max_page_bytes
        self._judge = open_registry(settings).load()

    def extract(self, content: str | bytes, url: str | None = None) -> Extracted:
        """Return a page's article and comments; bytes are decoded as they tell themselves.

        Raises RefusedError where the page is too large or its address none, and UnprocessableError where it can't be
        read; both have a ``reason``.
        """
        raw = UTF8_MARK + content.encode("utf-8", "replace") if isinstance(content, str) else content
        source = Source(raw=raw, format=Format.HTML, url=url)
        batch = Batch(0, (Incoming("", accept(source, max_bytes=self._max_bytes)),))
        pages = work(batch, separate_together, self._judge)
        [(_, _, outcome)] = pages
        if isinstance(outcome, Failed):
            raise UnprocessableError(outcome.reason, outcome.message)
        [article] = _rows(article_columns("", pages))
        return Extracted(article, _rows(comment_columns("", pages, only_ham=False)))


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    kept = {name: values for name, values in columns.items() if name not in _OF_FILES}
    return [dict(zip(kept, row, strict=True)) for row in zip(*kept.values(), strict=True)]
