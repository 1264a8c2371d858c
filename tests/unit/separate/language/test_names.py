import pytest

from worker.separate.language.dates import find_time
from worker.separate.language.names import clean_name, says_who


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Posted by: Jan (in Uppsala, Sweden) | July 03, 2010 at 09:12 AM", "Jan (in Uppsala, Sweden)"),
        ("Posted by: a german fan | July 03, 2010 at 09:12 AM", "a german fan"),
        ("Posted by Ada (guest) on March 3, 2020", "Ada"),
        ("Ada Byron says:", "Ada Byron"),
        ("Ada a dit :", "Ada"),
        ("The harbour froze over.", None),
    ],
)
def test_who_says_it(line: str, name: str | None) -> None:
    assert says_who(line) == name


@pytest.mark.parametrize(
    ("line", "name", "time"),
    [
        ("Gary M on September 12, 2018 at 4:47 pm", "Gary M", "September 12, 2018 at 4:47 pm"),
        ("Chris S December 18, 2025", "Chris S", "December 18, 2025"),
        ("Ada, 3 d ago", "Ada", "3 d ago"),
    ],
)
def test_an_initial_belongs_to_the_name(line: str, name: str, time: str) -> None:
    span = find_time(line)

    assert span is not None
    assert line[span[0] : span[1]] == time
    assert clean_name(line) == name


@pytest.mark.parametrize(
    ("shown", "name"),
    [("-rook-", "-rook-"), (" -Ada7- ", "-Ada7-"), ("- Ada -", "Ada"), ("-Ada", "Ada"), ("Ada -", "Ada"), ("--", "")],
)
def test_hyphens_that_frame_a_name_belong_to_it(shown: str, name: str) -> None:
    assert clean_name(shown) == name
