"""Threads whose lengths, counts and shares are drawn anew each time, so that some fall on either side of any bar.

Where :mod:`tests.golden.threads` combines forms, this draws sizes: of lines, names, lists and threads, how many lines a
heading is off, which share of comments have what, and the language of what stands around them.
"""

from random import Random
from typing import Final

from tests.golden.threads import shown
from worker.domain import Format, Page
from worker.separate.html.separation import separate_html
from worker.separate.language.lookups import records
from worker.separate.text.separation import separate_text

COUNT: Final = 300
_SEED: Final = 31
_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pl", "ru", "tr", "nl", "pt", "cs", "ja", "zh", "ar", "fi")
_WORDS: Final = (
    "the quay old and a harbour of who lamp it is was I you my we they crane never mill paint school in on at ferry "
    "why when one two by not so much late road bus again yes please thanks winter water 3 12 1931 % — really agree"
)
_NAMES: Final = "ida bo per gil mia uma vik jo kai lin zoë ole tove Lund Amsel Rao Oster Holm 92 B. van de 王伟 Олег"
_HINTS: Final = (
    "comment", "comment-body", "author", "name", "date", "time", "post", "reply", "item", "content", "text", "meta",
    "user", "", "", "depth-2", "list", "row", "card-body", "media-body", "quote", "signature", "rank", "avatar",
    "box", "x1",
)  # fmt: skip


def edges_of_texts() -> list[str]:
    """Return a line for each text: what of it is body, title and comments."""
    pages = (Page(content=_text(_dice(number)), format=Format.TEXT) for number in range(COUNT))
    return [f"text {number}: {shown(separate_text(one))}" for number, one in enumerate(pages)]


def edges_of_pages() -> list[str]:
    """Return a line for each page: what of it is body, title and comments."""
    pages = (Page(content=_page(_dice(number)), format=Format.HTML) for number in range(COUNT))
    return [f"html {number}: {shown(separate_html(one))}" for number, one in enumerate(pages)]


def _dice(number: int) -> Random:
    return Random(f"{_SEED}/{number}")


def _words(dice: Random, most: int) -> str:
    """A line of up to ``most`` characters, which often ends as a sentence does."""
    line, size = "", dice.randint(2, most)
    while len(line) < size:
        line += dice.choice(_WORDS.split()) + " "
    return line[:size].strip().capitalize() + dice.choice((".", ".", ".", "!", "?", "", "", ":", " …"))


def _name(dice: Random) -> str:
    return " ".join(dice.choice(_NAMES.split()) for _ in range(dice.choice((1, 1, 2, 2, 3, 5)))).capitalize()


def _time(dice: Random) -> str:
    day, month, hour = dice.randint(1, 31), dice.randint(1, 12), dice.randint(0, 23)
    return dice.choice(
        (f"2021-{month:02d}-{day:02d} {hour:02d}:40", f"{day}/{month}/2021", f"{hour}:15", f"{day} days ago")
    )


def _wording(dice: Random, field: str, fallback: str, code: str) -> str:
    wordings = [one for one in getattr(records()[code], field).split("|") if one] or [fallback]
    return dice.choice(wordings[:4])


def _list(dice: Random) -> list[str]:
    """A menu, a list of headlines, or of numbered or dated entries."""
    sign = dice.choice(("", "• ", "- ", "{number}. ", "{time} ", "* "))
    most = dice.choice((12, 30, 60))
    return [
        sign.format(number=number, time=_time(dice)) + _words(dice, most).rstrip(".!?: …")
        for number in range(dice.choice((0, 0, 2, 4, 9)))
    ]


def _heading(dice: Random, count: int, code: str) -> str:
    noun, off = _wording(dice, "nouns", "comments", code), dice.choice((0, 0, 0, 0, 1, -1, 3, 20))
    form = dice.choice(("{count} {noun}", "{noun} ({count})", "{noun}", "{noun}: {count}", "{heading}", "{count}"))
    return form.format(count=max(0, count + off), noun=noun, heading=_wording(dice, "headings", "comments", code))


def _comment(dice: Random, code: str, form: str) -> list[str]:
    name, time = _name(dice), _time(dice)
    said = [_words(dice, dice.choice((6, 25, 60, 90, 200))) for _ in range(dice.choice((1, 1, 1, 2, 4)))]
    says, reply = _wording(dice, "says", "says", code), _wording(dice, "reply", "reply", code)
    parts = {
        "n": name, "t": time, "s": f"{name} {says}:", "d": f"{name} {says}: {time}", "b": f"• {name}", "r": reply,
        "l": f"{name} ({time})", "f": _wording(dice, "form", "leave a reply", code), "g": f"{said[0]} {name} {time}",
        "u": "https://shop.example/a", "a": f"{_wording(dice, 'answering', 'in reply to ', code)}{_name(dice)}",
    }  # fmt: skip
    return [line for part in form for line in (said if part == "x" else [parts[part]])]


def _text(dice: Random) -> str:
    code, count = dice.choice(_LANGUAGES), dice.randint(0, 14)
    form = dice.choice(
        ("nx", "ntx", "tnx", "sx", "dx", "xn", "xnt", "bx", "lx", "sxr", "ntxr", "nxf", "xl", "g", "x", "nux", "nax")
    )
    other, share = dice.choice(("nx", "x", "tx", "sx")), dice.choice((0.0, 0.0, 0.1, 0.3))
    lines = [*_list(dice), _words(dice, 60).rstrip("."), *(_words(dice, 260) for _ in range(dice.randint(0, 8)))]
    lines += _list(dice) + ([_heading(dice, count, code)] if dice.random() < 0.7 else [])
    lines += [_wording(dice, "form", "leave a reply", code)] if dice.random() < 0.2 else []
    for _ in range(count):
        lines += _comment(dice, code, other if dice.random() < share else form)
    return dice.choice(("\n", "\n\n")).join(lines + _list(dice))


def _box(dice: Random, form: str, code: str, names: tuple[str, ...]) -> str:
    made = []
    for part in form:
        lines = _comment(dice, code, part)
        tag = {"n": "b", "t": "time", "r": "a", "x": "p", "s": "cite", "u": "a"}.get(part, "span")
        name = f" class='{hint}'" if (hint := names[ord(part) % len(names)]) else ""
        made += [f"<{tag}{name}>{line}</{tag}>" for line in lines]
    return "".join(made)


def _page(dice: Random) -> str:
    code, count = dice.choice(_LANGUAGES), dice.randint(0, 14)
    form = dice.choice(("nx", "ntx", "tnx", "sx", "dx", "xnt", "lx", "sxr", "ntxr", "xt", "x", "nux", "nax"))
    names, boxes, deep = tuple(dice.sample(_HINTS, 5)), "", dice.choice((0.0, 0.0, 0.3, 0.9))
    tag = dice.choice(("div", "li", "article", "section", "tr"))
    for _ in range(count):
        inner = _box(dice, form if dice.random() < 0.9 else "x", code, names)
        inner = f"<td>{inner}</td>" if tag == "tr" else inner
        nested = boxes and tag != "tr" and dice.random() < deep
        boxes = boxes.removesuffix(f"</{tag}>") if nested else boxes
        boxes += f"<{tag} class='{names[0]}'>{inner}</{tag}>" + (f"</{tag}>" if nested else "")
    outer = {"li": "ul", "tr": "table"}.get(tag, "div")
    heading = f"<h3>{_heading(dice, count, code)}</h3>" if dice.random() < 0.7 else ""
    lists = ["".join(f"<li><a href='/{at}'>{line}</a></li>" for at, line in enumerate(_list(dice))) for _ in range(2)]
    article = "".join(f"<p>{_words(dice, 260)}</p>" for _ in range(dice.randint(0, 8)))
    title = _words(dice, 60).rstrip(".")
    return (
        f"<html lang='{code}'><head><title>{title}{dice.choice((' - Quay News', ''))}</title></head><body>"
        f"<ul>{lists[0]}</ul><h1>{title}</h1>{article}{heading}<{outer} class='{names[1]}'>{boxes}</{outer}>"
        f"<ul>{lists[1]}</ul></body></html>"
    )
