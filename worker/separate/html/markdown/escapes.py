"""Words that stay words in Markdown: what would mean something is escaped, and no more than that."""

import re
from typing import Final

# What may mean something wherever it stands: emphasis, code, tags, entities, notes, links, struck-out words, the end of
# a formula. Words come in pieces, so the end of one may be the beginning of anything.
_MEANING: Final = (
    r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?]|$)|&(?=#|[A-Za-z][A-Za-z0-9]{0,40};|$)"
    r"|^~|~(?=~|$)|(?<=\S)\$(?!\d)"
)
_SIGNS: Final = re.compile(r"[\\`*_<&~$\[\]]")
_ANYWHERE: Final = re.compile(rf"{_MEANING}|\[(?=\^|$)|\](?=[(\[:]|$)")
_IN_LINK: Final = re.compile(rf"{_MEANING}|[\[\]]")
# What means something where a line begins: headings, lists, quotes, rules, rows under a table's head.
_AT_START: Final = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|(?<![-=:| ])[-=:| ]+$|~~~|\[[ xX]\]\s)")
_NUMBERED: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
# TeX between its own marks: in brackets, between two dollars, or between single ones if it looks like TeX at all.
_TEX: Final = re.compile(
    r"\\\((?P<inline>[^\n]{1,500}?)\\\)|\\\[(?P<shown>[^\n]{1,1000}?)\\\]|\$\$(?P<dollars>[^\n$]{1,1000}?)\$\$"
    r"|(?<!\\)\$(?=\S)(?P<dollar>[^\n$]{1,400})(?<=\S)\$(?!\d)"
)
# Between two single dollars, prose has none of these.
_OF_TEX: Final = re.compile(r"[\\^_{]")
# An address ends at a space or a bracket; a bar would end a table's cell.
_IN_ADDRESS: Final = str.maketrans(
    {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C", "`": "%60", "*": "%2A"}
    | {chr(code): None for code in range(32)}
)


def escaped(text: str, *, linked: bool = False) -> str:
    """Return words as Markdown says them; TeX keeps its signs. In ``linked`` ones, brackets mean something."""
    if "\\" not in text and "$" not in text:
        return _words(text, linked=linked)
    parts, at = [], 0
    for found in _TEX.finditer(text):
        if found.lastgroup == "dollar" and not _OF_TEX.search(found["dollar"]):
            continue
        parts += [_words(text[at : found.start()], linked=linked), _tex(found)]
        at = found.end()
    return "".join([*parts, _words(text[at:], linked=linked)])


def at_line_start(line: str) -> str:
    """Return a line that begins nothing: no heading, no item, no rule."""
    if line[:1].isalpha():  # most lines
        return line
    if _AT_START.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if line[:1].isdigit() and _NUMBERED.match(line) else line


def formula(tex: str, *, alone: bool) -> str:
    """Return a formula in dollars: two where it stands alone."""
    around = "$$" if alone else "$"
    return f"{around}{tex.replace('$', chr(92) + '$')}{around}"


def code(text: str) -> str:
    """Return code within a line, between as many backticks as it has not itself."""
    fence = "`" * (longest_run(text, "`") + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def longest_run(text: str, character: str) -> int:
    """Return how often a character stands in a row at most."""
    if character not in text:
        return 0
    return max(map(len, re.findall(f"{re.escape(character)}+", text)))


def address(href: str) -> str:
    """Return an address as it may stand in a link's brackets."""
    return href.strip().translate(_IN_ADDRESS)


def _words(text: str, *, linked: bool) -> str:
    if not _SIGNS.search(text):  # most words
        return text
    return (_IN_LINK if linked else _ANYWHERE).sub(r"\\\g<0>", text)


def _tex(found: "re.Match[str]") -> str:
    tex = next(one for one in found.groups() if one is not None)
    return formula(tex.strip(), alone=found.lastgroup in ("shown", "dollars"))
