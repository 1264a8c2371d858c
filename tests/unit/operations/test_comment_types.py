"""What the worker tells the classifier of a comment's site and type."""

import pytest

from classifiers.types import CommentType
from worker.domain import CommentKind, SeparatedComment, Separation
from worker.operations.classify import CommentRow, to_comment
from worker.web.akismet.form import read_remark
from worker.work.pipeline import to_classify


def test_every_kind_that_separation_finds_is_a_type():
    assert {CommentType(kind) for kind in CommentKind} <= set(CommentType)


def test_a_page_s_comments_know_their_site_and_type():
    shown = (SeparatedComment(text="a"), SeparatedComment(text="b", kind=CommentKind.PINGBACK))
    separation = Separation(body=(), comments=shown)
    found = to_classify(separation, "7", "https://www.ferry.example.co.uk/2024/05/monday")
    assert [(one.site, one.type) for one in found] == [
        ("example.co.uk", CommentType.COMMENT),
        ("example.co.uk", CommentType.PINGBACK),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("webmention", CommentType.WEBMENTION),
        ("owner-reply", CommentType.OWNER_REPLY),
        ("toot", CommentType.COMMENT),
        (None, CommentType.COMMENT),
    ],
)
def test_a_row_may_tell_its_site_and_type(written, meant):
    found = to_comment(CommentRow(text="a", site="https://harbour.blogspot.com/", type=written))
    assert (found.site, found.type) == ("harbour.blogspot.com", meant)


def test_akismet_s_door_knows_the_site_of_the_permalink():
    form = {"comment_content": "a", "permalink": "https://blog.ferry.de/monday", "comment_type": "trackback"}
    found = read_remark(form).comment
    assert (found.site, found.type) == ("ferry.de", CommentType.TRACKBACK)


def test_every_door_tells_when_a_comment_and_its_article_were_written():
    times = ("2024-05-06T07:08:09+00:00", "2024-05-01T00:00:00+00:00")
    row = CommentRow.model_validate({"text": "a", "posted_at": times[0], "article": {"published": times[1]}})
    form = {"comment_content": "a", "comment_date_gmt": times[0], "comment_post_modified_gmt": times[1]}
    separation = Separation(body=(), comments=(SeparatedComment(text="a", posted_at=times[0]),), published=times[1])
    for found in (to_comment(row), read_remark(form).comment, *to_classify(separation, "7", None)):
        assert (found.posted_at, found.article.published) == times
    assert read_remark({"comment_content": "a"}).comment.article is None
