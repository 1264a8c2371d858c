"""A comment that many post alike is as many comments, and no furniture of the section."""

from worker.domain import Format, Page
from worker.separate.text.separation import separate_text

HEAD = "Orchard opens\n\nThe orchard behind the mill opens on Sunday, and everybody may pick.\n\nComments\n\n"


def texts(section: str) -> list[str]:
    return [comment.text for comment in separate_text(Page(content=HEAD + section, format=Format.TEXT)).comments]


def test_the_same_comment_by_many_is_as_many_comments() -> None:
    names = ("Ida", "Jon", "Kim", "Lea")
    same = "\n\n".join(f"{name} says:\nMarch 1, 2026 at 9:00 am\n\nBest replica watches here!" for name in names)
    assert texts(same) == ["Best replica watches here!"] * len(names)
