"""Small threads in many shapes, drawn by a seed: as plain text and as pages of no platform.

Each rule of separation decides in some of them; what is found is kept as one short line a thread.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from worker.domain import Format, Page, Separation
from worker.separate.html.separation import separate_html
from worker.separate.text.separation import separate_text

COUNT: Final = 300
_SEED: Final = 23
_ARTICLE: Final = (
    "The harbour board decided on Monday that the old crane will stay where it is until a museum is found for it.",
    "It was built in 1931, lifted grain and timber for half a century, and has stood idle since the port moved north.",
    "An engineer who climbed it last week found less rust than was feared, and said that paint would do for ten years.",
    "The board will meet again in the spring, when the owners of the quay have been asked what they would pay.",
    "Until then nobody may pass below it, and the path along the water ends at the customs house.",
)
_NAMES: Final = (
    "Ida", "Bo Lund", "Per", "Gil Amsel", "mia_92", "Uma Rao", "Vik", "Jo", "Kai B.", "Dr. Lin Oster", "Zoë", "x",
    "Maria del Carmen Ruiz", "The Old Sailor", "Олег", "王伟",
)  # fmt: skip
_SAID: Final = (
    "My father worked on that crane and would have been glad to read this.",
    "The ferry was late again and nobody told us why",
    "Thanks!",
    "Who repaired the lamp at the corner? It shone for a week, then it was dark again.",
    "I still remember the shop where the library is now: https://shop.example/old and its smell of oil.",
    "They promised a crossing near the school. We are still waiting, and winter is near.",
    "lol",
    "Does the bus stop at the mill after seven?",
    "The photographs are lovely, and so is the text. More of this, please!",
    "12 years ago it was 3 metres lower.",
    "Perhaps",
    "No comment was ever as long as this one will be, for I want to say that the quay, the crane and the customs house "
    "belong together, that whoever takes one of them away spoils the other two, and that I shall say so in the spring.",
)
_TIMES: Final = (
    "March {day}, 2021 at {hour}:05 pm", "{day} March 2021", "2021-03-{day:02d} {hour:02d}:40", "{day} days ago",
    "{day}.03.2021, {hour}:15", "yesterday",
)  # fmt: skip
_HEADINGS: Final = (
    "Comments", "{count} Comments", "{count} responses to “The old crane”", "Leave a comment", "Discussion ({count})",
    "{count} Kommentare", "Commentaires ({count})", "What readers say",
)  # fmt: skip
_FURNITURE: Final = ("Reply", "Like 3", "Report abuse", "Senior Member", "Thumb up 0", "Share", "Permalink")
_ENDS: Final = (
    "Leave a Reply", "Your email address will not be published.", "Name *", "Related stories", "About us | Imprint",
    "Older comments", "Powered by WordPress", "blog comments powered by Disqus",
)  # fmt: skip
_HEADS: Final = (
    "{name} says:", "{name}", "{name} | {time}", "{name} on {time}", "{number}. {name}", "• {name}",
    "By {name}, {time}", "{name} replied to {other}", "**{name}**", "Posted by {name} at {time}", "{name}:",
    "{name} wrote on {time}:",
)  # fmt: skip
_TEXT_ORDERS: Final = ("htf", "hf", "tf", "fht", "fth", "thf", "htfl", "hfl", "fl", "hltf")
_CLASSES: Final = ("box", "comment", "post", "item", "reply", "c1")
_TAGS: Final = (("div", "div"), ("ul", "li"), ("ol", "li"), ("section", "article"), ("table", "tr"), ("dl", "dd"))


def found_in_texts() -> list[str]:
    """Return a line for each text: what of it is body, title and comments."""
    pages = (Page(content=text(_dice(number)), format=Format.TEXT) for number in range(COUNT))
    return [f"text {number}: {shown(separate_text(one))}" for number, one in enumerate(pages)]


def found_in_pages() -> list[str]:
    """Return a line for each page: what of it is body, title and comments."""
    pages = (Page(content=page(_dice(number)), format=Format.HTML) for number in range(COUNT))
    return [f"html {number}: {shown(separate_html(one))}" for number, one in enumerate(pages)]


def _dice(number: int) -> Random:
    return Random(f"{_SEED}/{number}")


def text(dice: Random) -> str:
    """Return an article and a thread as an extractor leaves them."""
    count, blank = dice.choice((0, 1, 2, 3, 5, 8, 12)), dice.choice(("\n", "\n\n"))
    lines = ["The old crane", *dice.sample(_ARTICLE, dice.choice((2, 3, 5)))]
    if dice.random() < 0.7:
        lines.append(_heading(dice, count))
    head, time, order = dice.choice(_HEADS), dice.choice(_TIMES), dice.choice(_TEXT_ORDERS)
    furniture = dice.choice(_FURNITURE)
    for number, (name, other, when) in enumerate(_people(dice, count, time), 1):
        said = _said(dice, other)
        parts = {
            "h": [head.format(name=name, other=other, time=when, number=number)],
            "t": [when],
            "f": said,
            "l": [furniture],
        }
        lines += [line for part in order for line in parts[part]]
    lines += dice.sample(_ENDS, dice.choice((0, 1, 3)))
    return blank.join(lines)


def page(dice: Random) -> str:
    """Return a page of no known platform with such a thread."""
    count = dice.choice((0, 1, 2, 3, 5, 8, 12))
    (outer, inner), name = dice.choice(_TAGS), dice.choice(_CLASSES)
    time, order, nested = dice.choice(_TIMES), dice.choice(_TEXT_ORDERS), dice.random() < 0.3
    furniture, linked, bare = dice.choice(_FURNITURE), dice.random() < 0.3, dice.random() < 0.2
    boxes = []
    for who, other, when in _people(dice, count, time):
        signed = f"<a href='/u/{len(boxes)}'>{who}</a>" if linked else f"<b>{who}</b>"
        parts = {
            "h": "" if bare and dice.random() < 0.5 else f"<span class='who'>{signed}</span>",
            "t": f"<time>{when}</time>" if linked else f"<i>{when}</i>",
            "f": "".join(f"<p>{line}</p>" for line in _said(dice, other)),
            "l": f"<a href='#r'>{furniture}</a>",
        }
        within = "".join(parts[part] for part in order)
        within = f"<td>{within}</td>" if inner == "tr" else within
        if nested and boxes and dice.random() < 0.5:
            boxes[-1] = boxes[-1].removesuffix(f"</{inner}>") + f"<{inner} class='{name}'>{within}</{inner}></{inner}>"
        else:
            boxes.append(f"<{inner} class='{name}'>{within}</{inner}>")
    heading = f"<h3>{_heading(dice, count)}</h3>" if dice.random() < 0.7 else ""
    article = "".join(f"<p>{line}</p>" for line in dice.sample(_ARTICLE, dice.choice((2, 3, 5))))
    below = "".join(f"<div>{line}</div>" for line in dice.sample(_ENDS, dice.choice((0, 1, 3))))
    menu = "<ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul>" if dice.random() < 0.5 else ""
    return (
        f"<html><head><title>The old crane - Harbour News</title></head><body>{menu}<article><h1>The old crane</h1>"
        f"{article}</article><div>{heading}<{outer}>{''.join(boxes)}</{outer}></div>{below}</body></html>"
    )


def _people(dice: Random, count: int, time: str) -> Iterator[tuple[str, str, str]]:
    other = dice.choice(_NAMES)
    for _ in range(count):
        name = dice.choice(_NAMES)
        yield name, other, time.format(day=dice.randint(1, 28), hour=dice.randint(1, 12))
        other = name


def _said(dice: Random, other: str) -> list[str]:
    lines = dice.sample(_SAID, dice.choice((1, 1, 1, 2, 3)))
    return [f"@{other} {lines[0]}", *lines[1:]] if dice.random() < 0.2 else lines


def _heading(dice: Random, count: int) -> str:
    return dice.choice(_HEADINGS).format(count=count)


def shown(one: Separation) -> str:
    """What separation found on a page, as one short line."""
    comments = "; ".join(
        f"{c.author or '-'} @ {c.posted_raw or '-'} ^{'' if c.parent is None else c.parent} {c.kind.value} "
        f"{len(c.text)} {c.text[:12]!r} {c.text[-8:]!r}"
        for c in one.comments
    )
    body = " ".join(f"{len(line)}{line[:3]!r}" for line in one.body)
    return f"{one.title or '-'} | {body} | {one.reason.value} {one.declared_comments} | {comments}"
