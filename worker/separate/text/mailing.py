"""What stands around an article that was sent by mail: where it can be read online, and how to get no more of them."""

from collections.abc import Sequence

from worker.separate.language.furniture import is_mailing
from worker.separate.text.rows import TextRow

# Characters of a line that may be such; a longer one says something.
MAX_LINE = 160
# Rows of a text's head, and characters of its foot, in which it may stand.
HEAD, FOOT = 3, 400
# What ends a sentence, and no link.
SENTENCE = ".!?。！？"


def without_mailing(rows: Sequence[TextRow], body: Sequence[int]) -> list[int]:
    """Leave out of a body's rows what a mailing puts above the article, and all from what it puts below it on.

    One of the lines below must be a link: an article's last sentence may begin as some of the others do.
    """
    end = _foot(rows)
    return [at for at in body if at < end and (at >= HEAD or not _is_link(rows[at]))]


def _foot(rows: Sequence[TextRow]) -> int:
    """Return the row with which a mailing's foot begins, or the end."""
    left = FOOT
    end = len(rows)
    linked = False
    for at in range(len(rows) - 1, 0, -1):
        left -= len(rows[at].text)
        linked = linked or _is_link(rows[at])
        if left < 0:
            break
        if linked and _is_mailing(rows[at]):
            end = at
    return end


def _is_link(row: TextRow) -> bool:
    return row.text[-1] not in SENTENCE and _is_mailing(row)


def _is_mailing(row: TextRow) -> bool:
    return len(row.text) <= MAX_LINE and is_mailing(row.text.casefold())
