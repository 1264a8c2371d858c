"""Articles whose outcome is known: each has comments of its own, which must come out whole."""

OPINIONS = (
    "The bridge should have come first.",
    "Who pays for it in the end?",
    "My aunt said so years ago, and was right.",
)


def name(number: int) -> str:
    return f"a{number}"


def envelope(number: int, fault: str = "") -> dict[str, str]:
    """Article ``number``; ``fault`` is one that `tests.faults` does to whoever separates it."""
    planted = f" FAULT:{fault}." if fault else ""
    body = f"The council of village {number} met and decided on {number * 7} things, as it does each year.{planted}"
    heading = f"Comments\n\n{len(OPINIONS)} responses to “Village {number}”"
    comments = "\n\n".join(
        f"{author} says:\nMarch {at + 1}, 2026 at 9:00 am\n\n{text}" for at, (author, text) in enumerate(shown(number))
    )
    return {"id": name(number), "text": f"Village {number} decides\n\n{body}\n\n{heading}\n\n{comments}"}


def shown(number: int) -> list[tuple[str, str]]:
    """The authors and texts of an article's comments, in order."""
    return [
        (f"Reader {number}-{at}", f"{opinion} That is what I think of story {number}.")
        for at, opinion in enumerate(OPINIONS)
    ]
