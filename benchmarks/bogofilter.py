"""Bogofilter (Debian package) as an estimator over comments: each is a message without headers."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from classifiers.training.estimators import field_text
from classifiers.types import Comment

PROGRAM = "bogofilter"


def installed() -> bool:
    return shutil.which(PROGRAM) is not None


class Bogofilter:
    """Fisher's method over words (Robinson 2003), in a word list of its own."""

    def fit(self, comments: Sequence[Comment], labels: NDArray[np.int64]) -> Self:
        """Register every comment as spam or as ham."""
        self.folder = tempfile.TemporaryDirectory(prefix="bogofilter-")
        texts = field_text(comments)
        for label, switch in ((1, "-s"), (0, "-n")):
            chosen = [text for text, found in zip(texts, labels, strict=True) if found == label]
            self._run([switch, "-M"], chosen)
        return self

    def predict_proba(self, comments: Sequence[Comment]) -> NDArray[np.float64]:
        """Return the probabilities of ham and spam: shape (comments, 2)."""
        output = self._run(["-M", "-TT"], field_text(comments))
        spam = np.array([float(line.split()[-1]) for line in output.splitlines()])
        return np.stack([1 - spam, spam], axis=1)

    def _run(self, switches: Sequence[str], texts: Sequence[str]) -> str:
        command = [PROGRAM, "-C", "-d", self.folder.name, *switches]
        # It ends with 0 to 2 for its verdict, and with 3 for an error.
        done = subprocess.run(command, input=_mailbox(texts), capture_output=True, check=False)
        if done.returncode > 2:
            raise RuntimeError(done.stderr.decode(errors="replace"))
        return done.stdout.decode()


def _mailbox(texts: Sequence[str]) -> bytes:
    """Return the texts as one mailbox; a line that would begin a new message is quoted."""
    messages = ("From a@b\n\n " + text.replace("\nFrom ", "\n>From ") + "\n\n" for text in texts)
    return "".join(messages).encode("utf-8", "replace")
