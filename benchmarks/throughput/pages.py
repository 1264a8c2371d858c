"""A blog's page around an article: head, menus, scripts, the comment list and a side bar."""

from collections.abc import Sequence
from random import Random
from typing import Protocol

from benchmarks.throughput.vocabulary import RARER


class Shown(Protocol):
    """A comment to be shown."""

    @property
    def author(self) -> str: ...

    @property
    def when(self) -> str: ...

    @property
    def text(self) -> str: ...


def page(title: str, paragraphs: Sequence[str], remarks: Sequence[Shown], random: Random) -> str:
    """Put an article and its comments into a page."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    said = "\n".join(_remark(number, one, random) for number, one in enumerate(remarks))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
{_head(random)}
</head><body class="post-template single">
<header class="site-header"><nav class="menu"><ul>{_links(random, 40)}</ul></nav></header>
<div id="content" class="site-content"><main class="site-main">
<article class="post hentry"><h1 class="entry-title">{title}</h1>
<div class="entry-content">{body}</div></article>
<div id="comments" class="comments-area"><h2 class="comments-title">{len(remarks)} thoughts on this</h2>
<ol class="comment-list">{said}</ol>{_FORM}</div></main>
<aside class="widget-area"><ul>{_links(random, 60)}</ul></aside></div>
<footer class="site-footer"><ul>{_links(random, 20)}</ul></footer>
{_script(random, 6_000)}
</body></html>"""


_FORM = """<div id="respond" class="comment-respond"><h3>Leave a reply</h3><form action="/send" method="post">
<textarea name="comment"></textarea><input name="author"><input name="email"><input type="submit"></form></div>"""


def _remark(number: int, shown: Shown, random: Random) -> str:
    name = f"{random.getrandbits(64):x}"
    return f"""<li id="comment-{number}" class="comment {"even" if number % 2 else "odd"} thread-even depth-1">
<article id="div-comment-{number}" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><img alt="" src="https://avatars.example/{name}?s=40" class="avatar" height="40">
<b class="fn"><a href="https://{name}.example/" rel="external nofollow ugc" class="url">{shown.author}</a></b>
<span class="says">says:</span></div>
<div class="comment-metadata"><a href="#comment-{number}"><time>{shown.when}</time></a></div></footer>
<div class="comment-content"><p>{shown.text}</p></div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="?replytocom={number}">Reply</a></div>
</article></li>"""


def _links(random: Random, count: int) -> str:
    words = [random.sample(RARER, 3) for _ in range(count)]
    return "\n".join(f'<li class="item"><a href="/{"-".join(some)}/">{" ".join(some)}</a></li>' for some in words)


def _head(random: Random) -> str:
    names = (f".{random.choice(RARER)}-{random.getrandbits(32):x}" for _ in range(90))
    rules = "\n".join(
        f"{name}{{margin:0 {random.randint(1, 9)}px;color:#{random.getrandbits(24):06x}}}" for name in names
    )
    return f"<style>{rules}</style>{_script(random, 9_000)}"


def _script(random: Random, size: int) -> str:
    return f'<script>window.settings="{random.randbytes(size // 2).hex()}";</script>'
