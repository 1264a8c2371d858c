"""An author's page, a site's page, and what became of one comment."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from classifiers.types import Verdict
from worker.errors import NotFoundError
from worker.operations.appeal import appeal
from worker.operations.trust import Whom, stances
from worker.store.flow.appeals import LONGEST_WORDS, appeals_of
from worker.store.moderation.comment_history import LONGEST_NOTE, history, notes_of, write_note
from worker.store.moderation.profiles import MOST_LOOKED_AT, profile
from worker.store.moderation.review_cards import cards
from worker.store.moderation.search import search
from worker.web.dependencies import Wired
from worker.web.desk import strings
from worker.web.desk.models import cuts
from worker.web.desk.pages import DeskRoute, redirect, render
from worker.web.desk.search import Asked
from worker.web.desk.session import PREFIX, Acting, AtDesk, colleagues
from worker.web.desk.shown_cards import shown_cards
from worker.web.desk.trust import whom_fields

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)


@router.get("/people")
def show(request: Request, winnow: Wired, moderator: AtDesk, asked: Asked) -> Response:
    """Show what is stored under an author's name, or what points to a site."""
    if bool(asked.author) == bool(asked.host):
        raise HTTPException(404, strings.say("error.not_found"))
    whom = Whom(asked.author, asked.host)
    return render(
        request,
        "people.html",
        moderator,
        asked=asked,
        told=profile(winnow.engine, asked),
        most=MOST_LOOKED_AT,
        verdicts=list(Verdict),
        cards=shown_cards(request, winnow, search(winnow.engine, asked).cards),
        cuts=cuts(winnow.registry),
        address=urlencode(whom_fields(whom)),
        stances=stances(winnow.engine, whom),
        colleagues=colleagues(winnow),
    )


@router.get("/comments/{comment_id}")
def comment(request: Request, winnow: Wired, moderator: AtDesk, comment_id: int) -> Response:
    """Show one comment with all that was done to it."""
    found = cards(winnow.engine, [comment_id])
    if not found:
        raise NotFoundError(f"There is no comment {comment_id}.")
    return render(
        request,
        "comment.html",
        moderator,
        comment_id=comment_id,
        cards=shown_cards(request, winnow, found),
        cuts=cuts(winnow.registry),
        notes=notes_of(winnow.engine, comment_id),
        events=history(winnow.engine, comment_id),
        colleagues=colleagues(winnow),
        longest_note=LONGEST_NOTE,
        appeals=(entered := appeals_of(winnow.engine, comment_id)),
        may_appeal=found[0].stands is Verdict.SPAM and not found[0].gone and all(one.outcome for one in entered),
        longest_words=LONGEST_WORDS,
    )


@router.post("/comments/{comment_id}/appeals")
def enter_appeal(
    winnow: Wired,
    moderator: Acting,
    comment_id: int,
    words: Annotated[str, Form(max_length=LONGEST_WORDS)] = "",
) -> Response:
    """Enter what a comment's author says against the decision that it is spam."""
    appeal(winnow.engine, comment_id, words, by=moderator.name)
    return redirect(f"{PREFIX}/comments/{comment_id}", strings.say("done.appealed"))


@router.post("/comments/{comment_id}/notes")
def add_note(
    winnow: Wired,
    moderator: Acting,
    comment_id: int,
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Keep a note beside a comment."""
    write_note(winnow.engine, comment_id, note, by=moderator.name)
    return redirect(f"{PREFIX}/comments/{comment_id}", strings.say("done.noted"))
