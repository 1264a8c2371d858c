"""Winnow as a block of datatrove's pipelines: ``from worker.client.datatrove import WinnowExtractor``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from worker.client.extraction import Extracted, Extractor
from worker.errors import MisconfiguredError, RefusedError, UnprocessableError
from worker.reasons import Reason

try:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.extractors.base import ExtractorSandbox
    from datatrove.utils.typeshelper import StatHints
except ImportError:
    needed = "this block needs datatrove here; install it: pip install 'winnow-worker[datatrove]'"
    raise MisconfiguredError(needed) from None

# Seconds by the clock that a page may take.
TIME_LIMIT_S: Final = 60.0
_EMPTY: Final = ("<p></p>", None)


@dataclass
class _Sandboxed:
    """What runs in the process at the pages; the model is loaded before it starts, and shared."""

    extractor: Extractor

    def __call__(self, content: str, url: str | None) -> Extracted | Reason:
        """Return what a page holds, or why it is none: an error that is raised would end the process."""
        try:
            return self.extractor.extract(content, url)
        except (RefusedError, UnprocessableError) as error:
            return error.reason


class WinnowExtractor(PipelineStep):  # type: ignore[misc]
    """Takes documents of HTML, with ``metadata["url"]`` where that is known, and yields their articles.

    An article's text is its body; its metadata gains the columns of a corpus (docs/bulk.md). With
    ``comments="metadata"`` its comments are a list there, ``comment_rows``. With ``"documents"`` each follows its
    article as a document of its own: its id is the article's, a slash and its position, its text the comment, and its
    metadata name the ``article``, the page's ``url`` and the comment's columns.

    A page without a body and without comments is dropped. One that is refused, takes longer than ``time_limit_s`` or
    ends its process is dropped too, and counted by its reason in the statistics of the step.
    """

    name = "Winnow"
    type = "🛢 - EXTRAC"

    def __init__(
        self, comments: Literal["metadata", "documents"] = "metadata", time_limit_s: float = TIME_LIMIT_S
    ) -> None:
        super().__init__()
        self.comments = comments
        self.time_limit_s = time_limit_s

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Yield the articles of documents, in order."""
        work = _Sandboxed(Extractor())
        with ExtractorSandbox(self.time_limit_s, warmup_text=_EMPTY) as sandbox:
            for document in data or ():
                self.stat_update(StatHints.total)
                with self.track_time():
                    found = self._extracted(sandbox, work, document)
                if isinstance(found, Reason):
                    self.stat_update(StatHints.dropped, f"dropped_{found.value}")
                elif not found.article["body"] and not found.comments:
                    self.stat_update(StatHints.dropped, "dropped_empty")
                else:
                    yield from self._documents(document, found)

    def _extracted(self, sandbox: ExtractorSandbox, work: _Sandboxed, document: Document) -> Extracted | Reason:
        try:
            found: Extracted | Reason = sandbox.process_document((document.text, document.metadata.get("url")), work)
        except TimeoutError:
            return Reason.TIMEOUT
        except EOFError:
            return Reason.CRASH
        return found

    def _documents(self, document: Document, found: Extracted) -> Iterator[Document]:
        document.text = found.article["body"] or ""
        document.metadata |= {name: value for name, value in found.article.items() if name != "body"}
        apart = [_comment(document, row) for row in found.comments] if self.comments == "documents" else []
        if self.comments == "metadata":
            document.metadata["comment_rows"] = found.comments
        for one in (document, *apart):
            yield self._forwarded(one)

    def _forwarded(self, document: Document) -> Document:
        self.stat_update(StatHints.forwarded)
        self.update_doc_stats(document)
        return document


def _comment(document: Document, row: dict[str, Any]) -> Document:
    columns = {name: value for name, value in row.items() if name != "text"}
    metadata = {"article": document.id, "url": document.metadata.get("url"), **columns}
    return Document(text=row["text"], id=f"{document.id}/{row['position']}", metadata=metadata)
