"""Quarantine: an article's last attempt, alone in a process of its own with hard limits of time and memory."""

import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from worker.domain import ClaimedArticle, Failed, Processed
from worker.errors import UnavailableError
from worker.reasons import Reason

# Seconds that the process gets to import its libraries and load the model before the article's own time begins.
START_S = 60
# Seconds beyond the article's time after which a process that its own alarm did not end is killed.
GRACE_S = 5
# The first line of the process: from here on, whatever ends it is the article's doing.
READY = b"ready\n"
# What the process exits with where memory was too short even to say so (ENOMEM).
OUT_OF_MEMORY = 12

_ENDED_BY_LIMIT = (signal.SIGALRM, signal.SIGXCPU)


class Request(BaseModel):
    """What the process is given: the article, its limits (seconds, bytes), where the models are,
    and the key that must have signed them.
    """

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64", protected_namespaces=())

    article: ClaimedArticle
    time_limit_s: int
    memory_limit_bytes: int
    model_dir: Path
    public_key: Path | None = None


OUTCOME: TypeAdapter[Processed | Failed] = TypeAdapter(Processed | Failed)


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Runs ``command`` for one article: it reads a `Request` and answers ready, then with an outcome, as JSON."""

    command: Sequence[str]
    time_limit_s: int
    memory_limit_bytes: int
    model_dir: Path
    public_key: Path | None = None

    @property
    def longest_s(self) -> int:
        """Seconds after which an answer is there for certain."""
        return START_S + self.time_limit_s + GRACE_S

    def process(self, article: ClaimedArticle) -> Processed | Failed:
        """Return the article's outcome; what ends the process is a failure with the class of its end.

        Raises UnavailableError where the process did not come to the article at all.
        """
        request = Request(
            article=article,
            time_limit_s=self.time_limit_s,
            memory_limit_bytes=self.memory_limit_bytes,
            model_dir=self.model_dir,
            public_key=self.public_key,
        )
        try:
            ended = subprocess.run(  # noqa: S603  - our own program
                self.command,
                input=request.model_dump_json().encode(),
                stdout=subprocess.PIPE,
                timeout=self.longest_s,
                check=False,
                start_new_session=True,  # a page that kills its process group kills no worker
            )
        except subprocess.TimeoutExpired as error:
            return self._judge(article.id, -signal.SIGALRM, error.output or b"")
        except OSError as error:
            raise UnavailableError(f"the quarantine can't be started: {error.strerror}") from None
        return self._judge(article.id, ended.returncode, ended.stdout)

    def _judge(self, article_id: int, code: int, output: bytes) -> Processed | Failed:
        if not output.startswith(READY):
            raise UnavailableError(f"the quarantine ended before its article was read ({_end(code)}); see the log")
        if code == 0:
            try:
                return OUTCOME.validate_json(output[len(READY) :])
            except ValidationError:
                return Failed(article_id, Reason.CRASH, "its process ended without a whole answer", final=True)
        if -code in _ENDED_BY_LIMIT:
            return Failed(article_id, Reason.TIMEOUT, f"it took longer than {self.time_limit_s} s alone", final=True)
        if code == OUT_OF_MEMORY:
            message = f"it took more than {self.memory_limit_bytes:,} bytes of memory alone"
            return Failed(article_id, Reason.MEMORY, message, final=True)
        return Failed(article_id, Reason.CRASH, f"it ended its process alone ({_end(code)})", final=True)


def _end(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
