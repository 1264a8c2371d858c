"""An article with its comments, what was left out of both, and the cases that moderators keep of wrong separations."""

from typing import Annotated, Final

from anyio import from_thread
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from worker.store.moderation.article_pages import moderated_article
from worker.store.moderation.review_cards import first_cards
from worker.store.moderation.separation_reports import LONGEST_NOTE, SeparationFault, SeparationReports
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.left_out import left_out, question
from worker.web.desk.models import cuts
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.session import PREFIX, Acting, AtDesk, colleagues
from worker.web.desk.shown_cards import shown_cards

# Comments that are shown of one article, and characters of its body: only pages made to choke readers hold more.
MOST_CARDS: Final = 500
MOST_CHARS: Final = 200_000

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@router.get("/articles/{article_id}")
def show(request: Request, winnow: Wired, moderator: AtDesk, article_id: int) -> Response:
    """Show the separation: body on one side, comments on the other, and the page as it came below."""
    article = moderated_article(winnow.engine, article_id)
    comments, more = first_cards(winnow.engine, article_id, limit=MOST_CARDS)
    asked = question(article, comments)
    return render(
        request,
        "article.html",
        moderator,
        article=article,
        comments=comments,
        cards=shown_cards(request, winnow, comments),
        more=more,
        colleagues=colleagues(winnow),
        body=(article.body or "")[:MOST_CHARS],
        page=from_thread.run(left_out, request.app.state.left_out, asked) if asked else None,
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
