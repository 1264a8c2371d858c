"""Author lines that are hard to read: names that end in a mark, or in what looks like a verb or a day's number."""

import pytest

from tests.unit.separate.text.test_text_kinds import SAID, found, separate, whole
from worker.separate.text.clean_lines import clean_lines
from worker.separate.text.short_lines import Kind, read_mark


def thread(names, *lines):
    """One comment a name; ``lines`` are those of each, "NAME" and "TEXT" and "1" in them replaced."""
    said = list(SAID.values())
    return [
        line.replace("NAME", name).replace("TEXT", said[at]).replace("#", str(at + 1))
        for at, name in enumerate(names)
        for line in lines
    ]


@pytest.mark.parametrize("name", ["Iris B.", "Dawn @work?", "harbourLINE.", "Ane Dahl, Ph.D.", "Sven!"])
@pytest.mark.parametrize("behind", ["", " | Permalink"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_numbered_name_above_its_time_may_end_in_a_mark(name, behind, at):
    names = list(SAID)
    names[at] = name
    told = separate("3 Comments", *thread(names, "#. NAME", f"May #, 2012 at 3:15 pm{behind}", "TEXT"))
    assert found(told) == list(zip(names, SAID.values(), strict=True))
    assert whole(told)


@pytest.mark.parametrize("entry", ["2. The crane.", "3. Drivers?", "1) Money!"])
@pytest.mark.parametrize("lead", ["", "- "])
def test_a_list_in_a_comment_names_nobody(entry, lead):
    lines = thread(SAID, f"{lead}NAME says:", "May #, 2012 at 3:15 pm", "TEXT")
    told = separate("3 Comments", *lines[:6], entry, *lines[6:])
    assert [comment.author for comment in told.comments] == list(SAID)
    assert told.comments[1].text.endswith(entry)


@pytest.mark.parametrize("name", ["Ane D.", "Ane Dahl, Ph.D.", "Ane"])
@pytest.mark.parametrize("verb", ["said...", "says:", "SAID…"])
def test_a_name_in_pieces_may_end_in_a_shortened_word(name, verb):
    names = [name, *list(SAID)[1:]]
    told = separate("3 comments:", *thread(names, "NAME", verb, "TEXT", "May #, 2012 3:15 PM"))
    assert [comment.author for comment in told.comments] == names
    assert whole(told)


@pytest.mark.parametrize("name", ["Nick Giudice", "Ada Verdice", "Benedice", "NICK GIUDICE"])
def test_a_name_that_ends_like_a_verb_is_whole(name):
    mark = read_mark(f"{name} | October 9, 2012 at 1:54 pm")
    assert mark is not None
    assert (mark.author, mark.sure) == (name, False)
    assert read_mark(name) is None


@pytest.mark.parametrize("verb", ["says", "dijo", "schreibt"])
@pytest.mark.parametrize("end", [":", "...", "…", " :"])
def test_a_verb_that_lost_the_space_before_it_has_a_mark_behind(verb, end):
    mark = read_mark(f"maria{verb}{end}")
    assert mark is not None
    assert (mark.author, mark.sure) == ("maria", True)


@pytest.mark.parametrize("number", ["7", "24", "247"])
@pytest.mark.parametrize("lead", ["Posted by: ", ""])
@pytest.mark.parametrize("when", ["July 28, 2012 at 06:34 PM", "28 July 2012"])
def test_a_number_that_ends_a_name_before_a_bar_is_no_day(number, lead, when):
    mark = read_mark(f"{lead}harbour{number} | {when}")
    assert mark is not None
    assert (mark.author, mark.posted) == (f"harbour{number}", when)


@pytest.mark.parametrize("links", ["Reply 0 Flag this comment", "Like 3", "Reply 12"])
@pytest.mark.parametrize("when", ["November 12, 2012 18:06:00", "3 hours ago"])
def test_links_that_count_behind_a_time_are_nobody(links, when):
    mark = read_mark(f"{when} {links}")
    assert mark is not None
    assert (mark.kind, mark.author, mark.posted) == (Kind.TIME, None, when)


@pytest.mark.parametrize("end", ["。", "！", "？"])
@pytest.mark.parametrize("heading", [(), ("コメント",)])
def test_a_short_sentence_between_a_time_and_the_next_name_is_no_name(end, heading):
    article = "市議会は火曜日の夜、駅から病院まで、古い市場の広場を通る七キロの最初の路線の建設を承認した。" * 3
    people = {
        "佐藤健": f"毎朝バスに乗っていますが、いつも遅刻してしまいます{end}",
        "鈴木美咲": f"それでまた誰が払うんですか、税金が上がったばかりなのに{end}",
        "高橋一郎": f"祖父があの古い車両を運転していました、本当にうれしいです{end}",
        "伊藤さくら": f"三分の一は県が出すそうです、私はいい考えだと思います{end}",
    }
    lines = [
        line for at, (name, text) in enumerate(people.items(), 3)
        for line in (name, f"2024年3月{at}日 15:1{at}", text, "返信")
    ]  # fmt: skip
    told = separate(article, *heading, *lines)
    assert found(told) == list(people.items())


@pytest.mark.parametrize("number", ["(1287218)", "(5)"])
@pytest.mark.parametrize("verb", ["writes:", "says:", "said..."])
@pytest.mark.parametrize("heading", [(), ("3 Comments",)])
def test_an_account_s_number_may_stand_between_a_name_and_its_verb(number, verb, heading):
    told = separate(
        *heading, *thread(SAID, "NAME", number, verb, "on Monday July 2#, @08:25PM", "TEXT", "Reply to This")
    )
    assert [(comment.author, comment.text) for comment in told.comments] == [
        (f"{name} {number}", text) for name, text in SAID.items()
    ]
    assert whole(told)


@pytest.mark.parametrize("number", ["(12) 5", "(1287218).", "1287218"])
def test_other_brackets_between_a_name_and_a_verb_join_nothing(number):
    assert clean_lines(["Orla", number, "writes:"]) == ["Orla", number, "writes:"]
