"""Where a text's comments begin and end: the best path through body and comments, at prices that cues lower."""

from dataclasses import dataclass, replace

import numpy as np

from worker.separate.text.line_features import Array, Floats
from worker.separate.text.line_model import BODY, COMMENT, OTHER
from worker.separate.text.section import TextSection

# Log-odds lost where a line of a zone is another zone's: furniture stands in each, the body's text not in comments.
FURNITURE, STRANGE = 1.0, 8.0
# ... and where one stands below comments that cues tell: other articles are shown there.
BELOW_CUED = 2.0
# Log-odds that any one line may tell at most: its neighbours repeat what it says.
LOUDEST = 6.0
# ... in a script other than Latin, where cues tell more than the labeller, which has seen little of it.
LOUDEST_FOREIGN = 1.5
# Bytes a character of UTF-8 in such a text, at least: 1.8 in Cyrillic or Arabic, 1.05 in French, 1.3 in Vietnamese.
FOREIGN_BYTES = 1.5
# Log-odds that it costs to begin comments at a row, by its kind: text, heading, one with a number, name line, others.
PRICES = np.array([10.0, 5.0, 2.0, 7.0, 9.0, 9.0, 9.0, 9.0])
# ... at the first row of a text, which is hardly ever a comment's, and less at that of a section which cues tell.
FIRST_ROW, CUED = 20.0, 4.0
# Log-odds for each line of a section that cues tell, and how many more where the section shows so many signs.
TOLD, TOLD_BY_SIGNS, MOST_SIGNS = 2.0, 4.0, 20
# ... and how many more where verbs or the heading's number prove it.
PROVEN = 5.0


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a text's rows: each one's kind (``text_rows.mark_code``), its labels' logs and its weight.

    ``foreign`` where the text is in a script that the labeller hardly knows.
    """

    marks: Array
    logs: Floats
    weights: Floats
    foreign: bool = False

    def until(self, end: int) -> "Told":
        """Return what is told of the first rows."""
        return replace(self, marks=self.marks[:end], logs=self.logs[:end], weights=self.weights[:end])


def is_foreign(content: str) -> bool:
    """Tell a text in a script other than Latin."""
    return len(content.encode("utf-8", "surrogatepass")) >= FOREIGN_BYTES * len(content)


def find_zone(told: Told, section: TextSection | None) -> tuple[int, int]:
    """Return the first row of the comments and the one past their last; both are the end where there are none."""
    loud = np.maximum(told.logs, -(LOUDEST_FOREIGN if told.foreign else LOUDEST))
    prices = PRICES.take(told.marks)
    prices[0] += FIRST_ROW
    if section is not None and not section.lone:
        prices[section.start] -= CUED
        told_by_cues = TOLD + TOLD_BY_SIGNS * min(section.signs, MOST_SIGNS) / MOST_SIGNS + PROVEN * section.certain
        loud[section.first : section.end, COMMENT] += told_by_cues
    cued = section is not None and not section.lone
    return find_comments(loud, told.weights, prices, BELOW_CUED if cued else STRANGE)


def find_comments(logs: Floats, weights: Floats, prices: Array, below: float = STRANGE) -> tuple[int, int]:
    """Return where the comments stand on the path that explains the lines best (Viterbi).

    A text is furniture, body, furniture, comments and furniture, in this order, each of them maybe empty. ``prices``
    are what it costs that comments begin at a row, ``below`` what a line of body or comment costs below the comments.
    """
    other, body, comment = logs[:, OTHER], logs[:, BODY], logs[:, COMMENT]
    away = np.maximum(other, np.maximum(body, comment) - STRANGE) * weights
    within = np.maximum(body, np.maximum(other - FURNITURE, comment - STRANGE)) * weights
    spoken = np.maximum(comment, np.maximum(other - FURNITURE, body - STRANGE)) * weights
    left = np.maximum(other, np.maximum(body, comment) - below) * weights
    aways, bodies, comments, lefts = (np.concatenate(([0.0], np.cumsum(one))) for one in (away, within, spoken, left))
    in_body = np.maximum.accumulate(aways - bodies) + bodies  # the best path that ends in the body, at each row
    past_body = np.maximum.accumulate(in_body - aways) + aways
    entry = past_body[:-1] - prices - comments[:-1]
    ending = np.maximum.accumulate(entry) + comments[1:] - lefts[1:]
    end = int(np.argmax(ending))
    if ending[end] + lefts[-1] <= past_body[-1]:
        return len(logs), len(logs)
    return int(np.argmax(entry[: end + 1])), end + 1
