"""An article's text that stands only in a page's data: ``articleBody``, or the state that scripts draw it from."""

from typing import Any

from worker.separate.html.markup_fragments import lines_of
from worker.separate.html.structured_data import Structured, read_json
from worker.separate.html.tree import Tree

# Characters of running text in a page from which on its data is not asked.
MAX_SHOWN_CHARS = 400
# Characters from which on a text in a page's state may be its article: summaries are shorter.
MIN_TEXT_CHARS = 600
# Where a page describes itself, and characters from which on that is a text's beginning and no slogan.
_DESCRIBED, MIN_DESCRIBED_CHARS = ("og:description", "description"), 200
# How many times as long as all that the page shows such a description is.
MIN_TIMES_SHOWN = 2
# Names that sites and their content systems give an article's text in their state.
_NAMES = frozenset(("articlebody", "body", "bodyhtml", "content", "contenthtml", "html", "text", "rendered", "article"))
# Values looked at in one page's state: it can hold a whole site's front page.
MAX_VALUES = 50_000


def read_embedded(tree: Tree, structured: Structured) -> tuple[str, ...]:
    """The paragraphs of the longest article text in a page's data; none where the page shows text of its own.

    A page that holds no such text, as many forums that scripts draw, may still describe itself at length.
    """
    shown = tree.chars[-1] - tree.link_chars[-1] if tree.chars else 0
    if shown > MAX_SHOWN_CHARS:
        return ()
    texts = [body for one in structured.objects if isinstance(body := one.get("articleBody"), str)]
    if not texts:
        texts = [text for state in tree.states for text in _texts(read_json(state)) if len(text) >= MIN_TEXT_CHARS]
    if not texts:
        least = max(MIN_DESCRIBED_CHARS, MIN_TIMES_SHOWN * shown)
        texts = [text for name in _DESCRIBED if len(text := tree.head.get(name, "")) >= least]
    return tuple(lines_of(max(texts, key=len))) if texts else ()


def _texts(value: Any) -> list[str]:
    """The texts that a state has under an article's names."""
    found, queue = [], [value]
    for looked_at, one in enumerate(queue):
        if looked_at >= MAX_VALUES:
            break
        if isinstance(one, dict):
            found += [text for name, text in one.items() if isinstance(text, str) and name.lower() in _NAMES]
            queue += [inner for inner in one.values() if isinstance(inner, (dict, list))]
        elif isinstance(one, list):
            queue += [inner for inner in one if isinstance(inner, (dict, list))]
    return found
