"""Where a text's comments begin and end: the best path through body and comments, at prices that cues lower."""

from dataclasses import dataclass

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
# Log-odds by which a line counts as more of a comment than the labeller says where no cue tells a section: it was
# trained on texts most of which have cues.
SLANT = 1.0
# ... by which the next lines must lean more to comments than the last ones before a start costs what it says, what
# each log-odds less or more is worth, and the least and most that are counted; a subject drifts, and voices change at
# once.
CHANGE, PER_CHANGE, MOST_LESS, MOST_MORE = 1.5, 6.0, 0.8, 3.0
# Lines on either side of a start that are compared.
SIDE = 3
# Log-odds that comments without cues lean to comments on average, and more than the article above them: an article in
# the first person sounds like comments throughout.
MIN_LEANING, MIN_CONTRAST = 0.3, 2.5
# Share of furniture in a text from which a page's menus have not been cut: its comments have kept their cues, so that
# ones without any must stand out by the bars above, and so must those with a name or time among them. Others are judged
# as a whole: by what they must differ from the article, and by their leaning on average, how surely both differ, how
# much is said, and the furniture above; weights of a logistic regression on texts whose sites and extractors the
# labeller had not seen, and the sum that is enough.
MENUS, MIN_DIFFERENCE = 0.3, 2.5
BY_LEANING, BY_SURENESS, BY_AMOUNT, BY_FURNITURE = 0.67, 0.08, 0.84, -2.0
ENOUGH_EVIDENCE = 3.1
# Weight of a thread that is long whatever stands above it (some 85 paragraphs of 200 characters), how many times the
# article's that is, and by what it must differ: where so much is said, a small difference is a sure one.
LONG_THREAD, TIMES_LONGER, LONG_DIFFERENCE = 200.0, 2.0, 1.3
# How much counts of a difference and of what is said: an article of a hundred paragraphs drifts further than one of 10.
SUREST_DIFFERENCE, MOST_AMOUNT = 12.0, 30.0
# Log-odds on average, and the share of rows that are no furniture, of comments that are told in spite of a report's
# times and few authors; their words must lean to comments too.
MIN_SOUNDING, MIN_SPOKEN = 1.0, 0.1
# Log-odds of a report's words, on average, at most.
REPORTING = -1.0
# What a line of furniture weighs there.
FURNITURE_WEIGHT = 1e-3
# Log-odds for each line of a section that cues tell, and how many more where the section shows so many signs.
BY_CUES, BY_SIGNS, MOST_SIGNS = 2.0, 4.0, 20
# ... and how many more where verbs or the heading's number prove it.
PROVEN = 5.0
# Lines that a text has at most from which an extractor has cut a page's menus and lists.
CLEAN_ROWS = 60
# Probability, on average, of a comment that the text of other such sections in a longer one has: furniture has less.
MIN_CHANCE = 0.2


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """A text's rows as the labeller sees them: each one's kind (``rows.mark_code``), labels' logs, weight and length.

    ``words`` are the log-odds of comment against body that a row's own words tell; ``foreign`` where the text is in a
    script that the labeller hardly knows.
    """

    marks: Array
    logs: Floats
    words: Floats
    weights: Floats
    lengths: Array
    foreign: bool = False

    def between(self, start: int, end: int, *, foreign: bool) -> "LabelledRows":
        """Return the same of some of the rows."""
        rows = slice(start, end)
        return LabelledRows(
            self.marks[rows], self.logs[rows], self.words[rows], self.weights[rows], self.lengths[rows], foreign
        )

    def until(self, end: int) -> "LabelledRows":
        """Return the same of the first rows."""
        return self.between(0, end, foreign=self.foreign)


def is_foreign(content: str) -> bool:
    """Tell a text in a script other than Latin."""
    return len(content.encode("utf-8", "surrogatepass")) >= FOREIGN_BYTES * len(content)


def find_zone(labelled: LabelledRows, section: TextSection | None) -> tuple[int, int]:
    """Return the first row of the comments and the one past their last; both are the end where there are none."""
    if section is None or section.lone:
        return _find_uncued(labelled)
    loud, prices = _loud(labelled, labelled.logs), _prices(labelled)
    prices[section.start] -= CUED
    cued = BY_CUES + BY_SIGNS * min(section.signs, MOST_SIGNS) / MOST_SIGNS + PROVEN * section.certain
    loud[section.first : section.end, COMMENT] += cued
    start, end = find_comments(loud, labelled.weights, prices, BELOW_CUED)
    kept = section.certain or labelled.foreign or _may_be_comments(labelled, start, end)
    return (start, end) if kept else (len(prices), len(prices))


def _may_be_comments(labelled: LabelledRows, start: int, end: int) -> bool:
    """Tell comments from a page's furniture with names and times in it, such as links to the last articles."""
    if labelled.marks.size <= CLEAN_ROWS:
        return True
    worded = np.where(labelled.marks[start:end] == 0, labelled.weights[start:end], 0.0)
    chances = np.exp(labelled.logs[start:end, COMMENT])
    return bool(chances @ worded >= MIN_CHANCE * worded.sum())


def _loud(labelled: LabelledRows, logs: Floats) -> Floats:
    loud: Floats = np.maximum(logs, -(LOUDEST_FOREIGN if labelled.foreign else LOUDEST))
    return loud


def _prices(labelled: LabelledRows) -> Array:
    prices = PRICES.take(labelled.marks)
    prices[0] += FIRST_ROW
    return prices


def _find_uncued(labelled: LabelledRows) -> tuple[int, int]:
    """Return the comments that no cue tells: where voices change, and stay other than the article's."""
    leaning = np.clip(labelled.logs[:, COMMENT] - labelled.logs[:, BODY] + SLANT, -LOUDEST, LOUDEST)
    furniture = labelled.logs.argmax(axis=1) == OTHER
    weights = np.where(furniture, 0.0, labelled.weights)
    start, end, gain = _uncued_path(labelled, leaning, furniture)
    marked = gain > 0 and labelled.marks[start:end].any()
    if marked or furniture.mean() >= MENUS or not weights.any():
        heard, likeliest = leaning, (start, end, gain)
        found = gain > 0 and _stand_out(leaning, weights, start, end)
    else:
        heard = (leaning + labelled.words) / 2
        likeliest = _uncued_path(labelled, heard, furniture)
        found = _is_evident(heard, weights, *likeliest)
        start, end = (start, end) if gain > 0 else likeliest[:2]
    found = found or (likeliest[2] > 0 and _is_long(heard, weights, *likeliest[:2]))
    return (start, end) if found else (len(leaning), len(leaning))


def _uncued_path(labelled: LabelledRows, leaning: Floats, furniture: Array) -> tuple[int, int, float]:
    """Return the best path with comments at prices that a change of voices lowers, as ``_best_path`` does."""
    logs = labelled.logs.copy()
    spoken = logs[:, : COMMENT + 1].max(axis=1)
    logs[:, COMMENT], logs[:, BODY] = spoken + np.minimum(leaning, 0), spoken - np.maximum(leaning, 0)
    change = _changes(leaning, np.where(furniture, FURNITURE_WEIGHT, labelled.weights))
    prices = _prices(labelled) + PER_CHANGE * np.clip(CHANGE - change, -MOST_LESS, MOST_MORE)
    return _best_path(_loud(labelled, logs), labelled.weights, prices, STRANGE)


def _changes(leaning: Floats, weights: Floats) -> Floats:
    """Return, for each row, how much more it and the next lean to comments than the last ones above it."""
    sums = np.concatenate(([0.0], np.cumsum(leaning * weights)))
    sizes = np.concatenate(([0.0], np.cumsum(weights)))
    at = np.arange(leaning.size)
    first, past = np.maximum(at - SIDE, 0), np.minimum(at + SIDE, at.size)
    below = (sums[past] - sums[at]) / (sizes[past] - sizes[at])
    above = (sums[at] - sums[first]) / np.where(at > 0, sizes[at] - sizes[first], 1.0)
    changes: Floats = below - above
    return changes


def _stand_out(leaning: Floats, weights: Floats, start: int, end: int) -> bool:
    """Tell rows that lean to comments, and more so than those above them, from the end of an article."""
    within, above = weights[start:end], weights[:start]
    if not within.sum() or not above.sum():
        return start < end
    mean = (leaning[start:end] * within).sum() / within.sum()
    before = (leaning[:start] * above).sum() / above.sum()
    return bool(mean >= MIN_LEANING and mean - before >= MIN_CONTRAST)


def _is_evident(leaning: Floats, weights: Floats, start: int, end: int, gain: float) -> bool:
    """Tell rows that all evidence together makes comments; where nothing is to compare, the path tells."""
    within, above = float(weights[start:end].sum()), float(weights[:start].sum())
    if not within or not above:
        return gain > 0
    mean = float(leaning[start:end] @ weights[start:end]) / within
    difference = mean - float(leaning[:start] @ weights[:start]) / above
    sureness = difference * np.sqrt(within * above / (within + above))
    evidence = BY_LEANING * mean + BY_SURENESS * min(sureness, SUREST_DIFFERENCE)
    evidence += BY_AMOUNT * np.log1p(min(within, MOST_AMOUNT))
    evidence += BY_FURNITURE * np.count_nonzero(weights[:start] == 0) / start
    return difference >= MIN_DIFFERENCE and bool(evidence >= ENOUGH_EVIDENCE)


def _is_long(leaning: Floats, weights: Floats, start: int, end: int) -> bool:
    """Tell a thread much longer than its article: so much more than there is above can't all be its end."""
    within, above = float(weights[start:end].sum()), float(weights[:start].sum())
    if within < LONG_THREAD or not above or within < TIMES_LONGER * above:
        return False
    mean = float(leaning[start:end] @ weights[start:end]) / within
    difference = mean - float(leaning[:start] @ weights[:start]) / above
    return mean >= MIN_LEANING and difference >= LONG_DIFFERENCE


def sounds_like_comments(labelled: LabelledRows, start: int, end: int, *, counted: bool) -> bool:
    """Tell rows that say something, and that words and surroundings tell for comments, from a report's.

    Below a heading that counts comments (``counted``) words that don't tell a report are enough.
    """
    logs = labelled.logs[start:end]
    weights = np.where(logs.argmax(axis=1) == OTHER, 0.0, labelled.weights[start:end])
    worded = np.where(labelled.marks[start:end] == 0, weights, 0.0)
    if counted:
        return bool(labelled.words[start:end] @ worded >= REPORTING * worded.sum())
    if not weights.any() or np.count_nonzero(weights) < MIN_SPOKEN * len(logs):
        return False
    leaning = np.clip(logs[:, COMMENT] - logs[:, BODY], -LOUDEST, LOUDEST)
    return bool(leaning @ weights >= MIN_SOUNDING * weights.sum() and labelled.words[start:end] @ worded > 0)


def find_comments(logs: Floats, weights: Floats, prices: Array, below: float = STRANGE) -> tuple[int, int]:
    """Return where the comments stand on the path that explains the lines best (Viterbi); both the end if nowhere.

    A text is furniture, body, furniture, comments and furniture, in this order, each of them maybe empty. ``prices``
    are what it costs that comments begin at a row, ``below`` what a line of body or comment costs below the comments.
    """
    start, end, gain = _best_path(logs, weights, prices, below)
    return (start, end) if gain > 0 else (len(logs), len(logs))


def _best_path(logs: Floats, weights: Floats, prices: Array, below: float) -> tuple[int, int, float]:
    """Return where comments stand on the best path with some, and by how much it is better than that without any."""
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
    return int(np.argmax(entry[: end + 1])), end + 1, float(ending[end] + lefts[-1] - past_body[-1])
