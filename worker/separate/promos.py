"""Lines within an article that send the reader elsewhere: "WATCH: ...", "Read more: ..."."""

import re

from worker.separate.tree import Tree

# Longer lines say something of their own, and so do more characters outside of the line's links.
MAX_CHARS, MAX_UNLINKED = 200, 40
_PROMO = re.compile(
    r"^[\W_]{0,5}(?:"
    r"(?:watch|read|listen|see|see also|also see|also read|also on [^:]{1,40}|related|more|in pictures|photos|videos?|"
    r"gallery|don['’]t miss|recommended|mehr|auch interessant|siehe auch|zum thema|à lire|voir aussi|lee|vea|mira|"
    r"ver también|leia|veja|leggi|guarda|lees|bekijk|читайте)\b[^:.!?]{0,30}:"
    r"|read (?:more|next|also|the full|our)\b|more (?:from|on|about)\b|click here\b|lesen sie (?:auch|mehr|hier)\b"
    r"|mehr (?:zum thema|dazu|lesen)\b|lire (?:aussi|la suite|plus)\b|(?:lee|lea|leer) (?:también|más)\b"
    r"|(?:leia|veja) (?:também|mais)\b|leggi anche\b|lees (?:ook|meer|verder)\b|читайте также\b)",
    re.I,
)


def is_promo(tree: Tree, block: int) -> bool:
    """Whether a block is little more than a link, and begins as those do that lead to another article."""
    start = tree.starts[block]
    stop = tree.starts[block + 1] if block + 1 < len(tree.starts) else len(tree.texts)
    size = tree.chars[stop] - tree.chars[start]
    linked = tree.link_chars[stop] - tree.link_chars[start]
    return 0 < linked <= size <= MAX_CHARS and size - linked <= MAX_UNLINKED and bool(_PROMO.match(tree.line(block)))
