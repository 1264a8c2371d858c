"""A message in a mailing list's archive is a page of its own, with tags that have no names."""

import pytest

from worker.domain import Format, Page, Separation
from worker.reasons import Reason
from worker.separate.html.separation import separate_html

SAID = "The pier is iced over from December on.\nWhich rope holds best when it is wet and frozen for weeks?"
LINKS = """
<P><UL><LI>Previous message: <A HREF="004117.html">[harbour] Tides</A></li>
<LI>Next message: <A HREF="004119.html">[harbour] Which rope holds?</A></li>
<LI> <B>Messages sorted by:</B> <a href="date.html#4118">[ date ]</a> <a href="thread.html#4118">[ thread ]</a></LI>
</UL><HR>"""
CUT = "\n-------------- next part --------------\nAn HTML attachment was scrubbed..."


def separate(time: str, said: str = SAID, before: str = "<H1>[harbour] Which rope holds?</H1>") -> Separation:
    html = f"""<HTML><HEAD><TITLE> [harbour] Which rope holds? </TITLE></HEAD><BODY BGCOLOR="#ffffff">{before}
    <B>Ada Lind</B> <A HREF="mailto:harbour%40knots.example?Subject=Rope" TITLE="Rope">ada at knots.example
    </A><BR> <I>{time}</I>{LINKS}
<!--beginarticle--><PRE>{said}</PRE><!--endarticle--><HR>{LINKS}
<a href="http://knots.example/listinfo">More information about the list</a><br></body></html>"""
    return separate_html(Page(content=html, format=Format.HTML))


@pytest.mark.parametrize("time", ["Wed Mar  3 09:14:25 CET 2021", "Mi Mär  3 09:14:25 2021", "3 mars 2021 09:14"])
@pytest.mark.parametrize("end", ["", CUT])
def test_a_message_is_the_body_and_who_wrote_it_the_byline(time: str, end: str) -> None:
    told = separate(time, SAID + end)

    assert told.reason is Reason.PLATFORM_PIPERMAIL
    assert (told.body, told.byline, told.comments) == ((SAID,), "Ada Lind", ())
    assert told.published is not None
    assert told.published.startswith("2021-03-03")


@pytest.mark.parametrize("before", ["", "<p>Our harbour in winter</p><H1>Ropes</H1>"])
def test_code_on_an_article_is_no_message(before: str) -> None:
    assert separate("Wed Mar  3 09:14:25 CET 2021", before=before).reason is Reason.NONE


def test_a_page_without_a_time_is_no_message() -> None:
    assert separate("in winter").reason is Reason.NONE
