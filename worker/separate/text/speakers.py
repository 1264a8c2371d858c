"""Comments that no cue tells, in a language that the labeller hardly knows: where lines begin to speak in person."""

from collections.abc import Sequence

import numpy as np

from worker.separate.language.persons import in_person
from worker.separate.text.line_features import Array
from worker.separate.text.rows import TextRow
from worker.separate.text.short_lines import Kind

# Characters of the shortest line that may tell who speaks.
LEAST = 25
# Lines in person that comments have at least, and paragraphs of an article above.
MIN_SPOKEN, MIN_ABOVE = 3, 2
# The least share of comments' lines in person, and the greatest of an article's.
OFTEN, SELDOM = 0.5, 0.3
# Log-odds by which two shares must explain the lines better than one.
MIN_CHANGE = 3.0
# Share of the section's lines that are no shorter: a page's furniture has other ones.
MOSTLY = 0.6
# Questions that make an interview, and their least share of its lines.
MIN_ASKED, ASKED = 3, 0.25


def find_speakers(rows: Sequence[TextRow], language: str) -> tuple[int, int]:
    """Return the first row of what people say below an article, and the one past its last; both the end if nowhere."""
    at = [number for number, row in enumerate(rows) if row.mark is None and len(row.text) >= LEAST]
    spoken = np.array([in_person(rows[number].text, language) for number in at], np.float64)
    split = _change(spoken)
    if split is None or spoken[split:].sum() < MIN_SPOKEN:
        return len(rows), len(rows)
    start, end = at[split], at[-1] + 1
    text = [row.text for row in rows[start:end] if row.mark is None]
    if len(at) - split < MOSTLY * len(text) or _is_interview([rows[start - 1].text, *text]):
        return len(rows), len(rows)
    return start - (rows[start - 1].kind is Kind.TIME), end


def _change(spoken: Array) -> int | None:
    """Return where the share of lines in person changes most, from seldom to often, or None."""
    count = spoken.size
    if count < MIN_ABOVE + MIN_SPOKEN:
        return None
    above = np.arange(MIN_ABOVE, count)
    said = np.cumsum(spoken)
    before, behind = said[above - 1], said[-1] - said[above - 1]
    shares = before / above, behind / (count - above)
    gains = _log_odds(before, above) + _log_odds(behind, count - above) - _log_odds(said[-1:], np.array([count]))
    gains[(shares[0] > SELDOM) | (shares[1] < OFTEN)] = 0
    best = int(np.argmax(gains))
    return int(above[best]) if gains[best] >= MIN_CHANGE else None


def _log_odds(said: Array, lines: Array) -> Array:
    """Return how likely so many lines in person are at their own share, as a logarithm."""
    share = np.clip(said / lines, 1e-9, 1 - 1e-9)
    found: Array = said * np.log(share) + (lines - said) * np.log1p(-share)
    return found


def _is_interview(lines: Sequence[str]) -> bool:
    """Tell lines of which many ask, the one above the first answer among them."""
    asked = sum(line[-1] in "?？؟՞" for line in lines)
    return asked >= max(MIN_ASKED, ASKED * len(lines))
