"""Winnow over HTTP for Python producers: ``from worker.client.http import Client``; imports no server part."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx
import orjson
from pydantic import TypeAdapter

from classifiers.types import Label, Verdict
from worker.domain import State
from worker.errors import UnavailableError, WinnowError
from worker.operations.resources import (
    Accepted,
    AppealResource,
    Article,
    Classified,
    CommentResource,
    DeadLetterResource,
    Model,
    ModelDetails,
    ResourcePage,
    Separated,
    Shape,
    Status,
    StoredLabel,
    TakenBatch,
    TakenLine,
    WholeArticle,
)

__all__ = ["ApiError", "Client", "TryLaterError"]

Found = TypeVar("Found", bound=Shape)
Item = TypeVar("Item", bound=Shape)

# Seconds for an answer: the service's own limit is 30.
TIMEOUT_S = 35.0
# Attempts, and seconds waited at most before one, where the service says that it is busy.
ATTEMPTS = 4
LONGEST_WAIT_S = 60.0
PAGE_ITEMS = 500


class ApiError(WinnowError):
    """The service refused a request: ``status`` and ``code`` say why, ``problem`` is all that it said."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {problem.get('detail', 'the service gave no reason')}")
        self.status = status
        self.code = str(problem.get("code", ""))
        self.problem = dict(problem)


class TryLaterError(UnavailableError):
    """The service can't be reached, or is too busy even after some attempts; trying again later is safe."""


class Client:
    """A Winnow service at an address; one client serves many threads.

    Waits and tries again where the service says so (429, 503); a submission is named by a key, so that it is taken
    once. Raises ApiError where a request is refused, TryLaterError where the service is away.
    """

    def __init__(self, url: str, token: str, *, timeout_s: float = TIMEOUT_S) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=f"{url.rstrip('/')}/api/v1/", headers=headers, timeout=timeout_s)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which closes its connections."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def submit(self, article: Mapping[str, Any], *, key: str | None = None) -> Accepted:
        """Submit one article (an envelope, see docs/envelope.md)."""
        return Accepted.model_validate_json(self._post("articles", article, key=key or uuid4().hex))

    def submit_batch(self, articles: Sequence[Mapping[str, Any]], *, key: str | None = None) -> TakenBatch:
        """Submit up to 1000 articles at once; what is wrong with one spoils no other."""
        answer = self._post("articles/batch", {"articles": list(articles)}, key=key or uuid4().hex)
        return TakenBatch.model_validate_json(answer)

    def submit_stream(self, articles: Iterable[Mapping[str, Any]]) -> list[TakenLine]:
        """Submit any number of articles as they are made; one answer for each, in order."""
        lines = (orjson.dumps(dict(article)) + b"\n" for article in articles)
        headers = {"Content-Type": "application/x-ndjson"}
        # Once: what an iterator gave can't be sent again.
        answer = self._sent(self._http.build_request("POST", "articles/stream", content=lines, headers=headers))
        return [TakenLine.model_validate_json(line) for line in _checked(answer).splitlines()]

    def state(self, article_id: int) -> State:
        """Return where an article stands."""
        return State(orjson.loads(self._get(f"articles/{article_id}/state")))

    def article(self, article_id: int) -> WholeArticle:
        """Return an article with its body."""
        return WholeArticle.model_validate_json(self._get(f"articles/{article_id}"))

    def articles(self, *, state: State | None = None, source: str | None = None) -> Iterator[Article]:
        """Yield articles in the order of submission."""
        return self._all("articles", ResourcePage[Article], state=state, source=source)

    def comments(self, *, article_id: int | None = None, verdict: Verdict | None = None) -> Iterator[CommentResource]:
        """Yield comments in the order in which they were stored."""
        return self._all("comments", ResourcePage[CommentResource], article_id=article_id, verdict=verdict)

    def label(self, comment_id: int, label: Label) -> CommentResource:
        """Say what a comment is; return it as it stands then."""
        return CommentResource.model_validate_json(self._post(f"comments/{comment_id}/labels", {"label": label}))

    def unlabel(self, comment_id: int) -> CommentResource:
        """Take a comment's newest label back; return it as it stands then."""
        return CommentResource.model_validate_json(self._delete(f"comments/{comment_id}/labels"))

    def appeal(self, comment_id: int, words: str = "") -> AppealResource:
        """Enter what an author says against the decision that his comment is spam; it waits in the queue again."""
        return AppealResource.model_validate_json(self._post(f"comments/{comment_id}/appeals", {"words": words}))

    def confirm(self, comment_id: int) -> CommentResource:
        """Let a comment's labels teach that are held; return it as it stands then."""
        return CommentResource.model_validate_json(self._post(f"comments/{comment_id}/labels/confirm", {}))

    def labels(self, *, comment_id: int | None = None) -> Iterator[StoredLabel]:
        """Yield labels in the order in which they were given."""
        return self._all("labels", ResourcePage[StoredLabel], comment_id=comment_id)

    def dead_letters(self, *, reason: str | None = None) -> Iterator[DeadLetterResource]:
        """Yield dead letters."""
        return self._all("dead-letters", ResourcePage[DeadLetterResource], reason=reason)

    def replay(self, letter_id: int) -> bool:
        """Put a dead letter back to work; return whether it was dead."""
        return bool(orjson.loads(self._post(f"dead-letters/{letter_id}/replay", {}))["replayed"])

    def discard(self, letter_id: int) -> None:
        """Give a dead letter up for good."""
        self._delete(f"dead-letters/{letter_id}")

    def status(self) -> Status:
        """Return how much is where, and which model serves."""
        return Status.model_validate_json(self._get("status"))

    def models(self) -> list[Model]:
        """Return the models, the oldest first."""
        return TypeAdapter(list[Model]).validate_json(self._get("models"))

    def model(self, version: str = "champion") -> ModelDetails:
        """Return a model with its manifest."""
        return ModelDetails.model_validate_json(self._get(f"models/{version}"))

    def promote(self, version: str = "challenger") -> Model:
        """Make a model champion; return it."""
        return Model.model_validate_json(self._post(f"models/{version}/promote", {}))

    def roll_back(self) -> Model:
        """Make the previous champion champion again; return it."""
        return Model.model_validate_json(self._post("models/rollback", {}))

    def classify(self, comments: Sequence[Mapping[str, Any]]) -> Classified:
        """Judge up to 256 comments; nothing is stored."""
        return Classified.model_validate_json(self._post("classify", {"comments": list(comments)}))

    def separate(self, page: Mapping[str, Any]) -> Separated:
        """Take a page apart; nothing is stored."""
        return Separated.model_validate_json(self._post("separate", page))

    def _all(self, path: str, shape: type[ResourcePage[Item]], **wanted: Any) -> Iterator[Item]:
        query = {name: value for name, value in wanted.items() if value is not None}
        cursor: str | None = ""
        while cursor is not None:
            page = shape.model_validate_json(
                self._get(path, limit=PAGE_ITEMS, **query, **({"cursor": cursor} if cursor else {}))
            )
            yield from page.items
            cursor = page.next

    def _get(self, path: str, **query: Any) -> bytes:
        return self._ask(self._http.build_request("GET", path, params=query))

    def _delete(self, path: str) -> bytes:
        return self._ask(self._http.build_request("DELETE", path))

    def _post(self, path: str, body: Mapping[str, Any], *, key: str | None = None) -> bytes:
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        return self._ask(self._http.build_request("POST", path, content=orjson.dumps(dict(body)), headers=headers))

    def _ask(self, request: httpx.Request) -> bytes:
        """Send, and once more where the service says when."""
        for _ in range(ATTEMPTS - 1):
            answer = self._sent(request)
            if answer.status_code not in (429, 503):
                break
            time.sleep(min(float(answer.headers.get("retry-after", 1)), LONGEST_WAIT_S))
        else:
            answer = self._sent(request)
        return _checked(answer)

    def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._http.send(request)
        except httpx.TransportError as error:
            raise TryLaterError(f"the service can't be reached ({type(error).__name__}); is it running?") from None


def _checked(answer: httpx.Response) -> bytes:
    if answer.is_success:
        return answer.content
    try:
        problem = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        problem = {}
    if answer.status_code in (429, 503):
        raise TryLaterError(problem.get("detail") or "the service is busy; try again later")
    raise ApiError(answer.status_code, problem)
