from worker.domain import Format, Page
from worker.reasons import Reason
from worker.separate.html.separation import separate_html

WORDPRESS = """
<html><body><ul id="nav"><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul>
<div class="entry-content"><p>The harbour froze over in the night, which nobody
in the town had ever seen before.</p>
<p>By the morning the children were skating between the boats, and the ferry stayed where it was.</p></div>
<ol class="commentlist"><li class="comment even depth-1" id="comment-7"><cite class="fn"><a
href="http://ada.example">Ada</a></cite> <span class="says">says:</span>
<div class="comment-meta"><a href="#comment-7">March 3, 2021 at
9:14 am</a></div><p>We walked to the island.</p>
<p>It took an hour.</p><div class="reply"><a href="#">Reply</a></div>
</li></ol></body></html>
"""


def test_a_classic_wordpress_page_comes_apart() -> None:
    separation = separate_html(Page(content=WORDPRESS, format=Format.HTML))

    assert [line[:11] for line in separation.body] == ["The harbour", "By the morn"]
    assert separation.reason is Reason.PLATFORM_WORDPRESS
    (comment,) = separation.comments
    assert comment.author == "Ada"
    assert comment.author_url == "http://ada.example"
    assert comment.posted_raw == "March 3, 2021 at 9:14 am"
    assert comment.posted_at == "2021-03-03T09:14:00"
    assert comment.text == "We walked to the island.\n\nIt took an hour."
