"""An article with its comments, what was left out of both, and the cases that moderators keep of wrong separations."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from worker.domain import Format
from worker.errors import UnprocessableError
from worker.separate.leftovers import Block, blocks
from worker.store.moderation.article_pages import ModeratedArticle, moderated_article
from worker.store.moderation.review_cards import Card, cards_of_article
from worker.store.moderation.separation_reports import LONGEST_NOTE, SeparationFault, SeparationReports
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.models import cuts
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, Acting, AtDesk
from worker.web.desk.shown_cards import shown_cards
from worker.work.pipeline import read_page

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@router.get("/articles/{article_id}")
def show(request: Request, winnow: Wired, moderator: AtDesk, article_id: int) -> Response:
    """Show the separation: body on one side, comments on the other, and the page as it came below."""
    article = moderated_article(winnow.engine, article_id)
    comments = cards_of_article(winnow.engine, article_id)
    return render(
        request,
        "article.html",
        moderator,
        article=article,
        comments=comments,
        cards=shown_cards(request, winnow, comments),
        page=_page(article, comments),
        faults=list(SeparationFault),
        cases=SeparationReports(winnow.engine).list(article_id=article_id),
        longest_note=LONGEST_NOTE,
        cuts=cuts(winnow.registry),
    )


@router.post("/articles/{article_id}/flag")
def flag(
    winnow: Wired,
    moderator: Acting,
    article_id: int,
    kind: Annotated[SeparationFault, Form()],
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Keep the article as a case."""
    SeparationReports(winnow.engine).open(article_id, kind, note, user=moderator.name)
    return redirect(f"{PREFIX}/articles/{article_id}", strings.say("done.flagged"))


@router.get("/cases")
def cases(request: Request, winnow: Wired, moderator: AtDesk) -> Response:
    """Show the cases."""
    return render(request, "cases.html", moderator, cases=SeparationReports(winnow.engine).list())


@router.post("/cases/{case_id}/close")
def close(winnow: Wired, moderator: Acting, case_id: int) -> Response:
    """Say that a case has been looked at."""
    SeparationReports(winnow.engine).close(case_id, user=moderator.name)
    return redirect(f"{PREFIX}/cases", strings.say("done.closed"))


def _page(article: ModeratedArticle, comments: list[Card]) -> list[Block] | None:
    """Return the page's blocks, or None where there is none, it isn't kept or can't be read."""
    if article.page is None or article.page.format is Format.THREAD:
        return None
    shown_comments = "\n".join(f"{card.author or ''}\n{card.posted or ''}\n{card.text}" for card in comments)
    try:
        return blocks(read_page(article.page), article.body or "", shown_comments)
    except UnprocessableError:
        return None
