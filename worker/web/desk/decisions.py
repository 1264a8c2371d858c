"""Decisions: on one comment, or on the selected ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Query, Request
from pydantic import Field
from starlette.responses import JSONResponse, Response

from classifiers.types import Label
from worker.operations import label as operations
from worker.store.moderation.deferrals import leave_to_others, resume, snooze
from worker.store.moderation.review_cards import Card, cards
from worker.store.moderation.review_queue import ReviewQueue
from worker.web.dependencies import Dependencies, Wired
from worker.web.desk import strings
from worker.web.desk.models import cuts, labels_since_champion
from worker.web.desk.pages import DeskRoute, redirect, render_card
from worker.web.desk.queue import how_many
from worker.web.desk.session import PREFIX, Acting, AtDesk, Moderator, safe_back
from worker.web.desk.shown_cards import shown_cards

router = APIRouter(prefix=PREFIX, route_class=DeskRoute)

UNDO: Final = "undo"
SNOOZE: Final = "snooze"
UNSURE: Final = "unsure"
# What is no label.
_OTHER_ACTS: Final = (UNDO, SNOOZE, UNSURE)
# Comments of which undoing is offered in one go, and that come back drawn anew.
MOST_OFFERED: Final = 200
# What may be an id: ASCII's digits, and no more of them than a database's numbers have.
CommentId = Annotated[int, Field(ge=0, lt=10**18)]
_ID: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form came to: what to say, and the comments that changed or were found changed."""

    message: str
    changed: tuple[int, ...]
    overtaken: tuple[int, ...] = ()


@router.post("/decide")
def decide(
    request: Request,
    winnow: Wired,
    moderator: Acting,
    one: Annotated[str, Form(max_length=40)] = "",
    many: Annotated[str, Form(max_length=40)] = "",
    id: Annotated[Sequence[CommentId], Form()] = (),
    seen: Annotated[Sequence[str], Form()] = (),
    back: Annotated[str, Form(max_length=4000)] = PREFIX,
) -> Response:
    """Do what the pressed button says: ``one`` is "spam:ID", ``many`` is "spam" for the selected."""
    act, ids = _asked(one, many, id)
    if not ids:
        outcome = Outcome(strings.say("done.nothing"), ())
    elif act == UNDO:
        outcome = _undo(winnow, moderator, ids)
    elif act in _OTHER_ACTS:
        outcome = _set_aside(winnow, moderator, act, ids)
    else:
        outcome = _label(winnow, moderator, Label(act), ids, _seen(seen))
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(_for_script(request, winnow, moderator, outcome))
    offered = [] if act == UNDO else list(outcome.changed[:MOST_OFFERED])
    return redirect(safe_back(back), outcome.message, undo=offered)


@router.get("/cards")
def stand(
    request: Request,
    winnow: Wired,
    moderator: AtDesk,
    id: Annotated[Sequence[CommentId], Query(max_length=MOST_OFFERED)],
) -> Response:
    """Say how comments stand, for a script whose request failed."""
    return JSONResponse(drawn(request, winnow, moderator, id))


def _asked(one: str, many: str, selected: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Return what is to be done, and to which comments."""
    act, _, number = (one or f"{many}:").partition(":")
    if act not in (*Label, *_OTHER_ACTS) or (number and not _is_id(number)):
        raise HTTPException(422, strings.say("error.invalid"))
    if one:
        return act, [int(number)] if number else []
    return act, selected


def _label(
    winnow: Dependencies, moderator: Moderator, label: Label, ids: Sequence[int], seen: dict[int, int]
) -> Outcome:
    decided = operations.decide(winnow.engine, ids, label, by=moderator.name, seen=seen)
    changed = tuple(change.comment_id for change in decided.changes)
    messages = [strings.count(f"done.{label.value}", len(changed))] if changed else []
    if decided.overtaken:
        messages.append(_overtaken(cards(winnow.engine, decided.overtaken[:MOST_OFFERED]), len(decided.overtaken)))
    return Outcome(" ".join(messages) or strings.say("done.nothing"), changed, decided.overtaken)


def _overtaken(shown: Sequence[Card], many: int) -> str:
    who = {
        strings.say(
            "done.overtaken_who", who=card.decision.reviewer, label=strings.say(f"label.{card.decision.label.value}")
        )
        for card in shown
        if card.decision
    }
    return strings.count("done.overtaken", many, who=", ".join(sorted(who)))


def _undo(winnow: Dependencies, moderator: Moderator, ids: Sequence[int]) -> Outcome:
    """Take back what the moderator said of these comments, or put back what he set aside."""
    changed = {change.comment_id for change in operations.take_back(winnow.engine, ids, by=moderator.name)}
    changed |= set(resume(winnow.engine, ids, by=moderator.name))
    message = strings.count("done.undo", len(changed)) if changed else strings.say("done.undo_none")
    return Outcome(message, tuple(sorted(changed)))


def _set_aside(winnow: Dependencies, moderator: Moderator, act: str, ids: Sequence[int]) -> Outcome:
    put = snooze if act == SNOOZE else leave_to_others
    done = put(winnow.engine, ids, by=moderator.name)
    return Outcome(strings.count(f"done.{act}", len(done)) if done else strings.say("done.nothing"), tuple(done))


def _seen(pairs: Sequence[str]) -> dict[int, int]:
    """Read "comment:label" pairs: the newest label that each comment was shown with."""
    found = {}
    for pair in pairs:
        comment, _, label = pair.partition(":")
        if _is_id(comment) and _is_id(label):
            found[int(comment)] = int(label)
    return found


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def _for_script(request: Request, winnow: Dependencies, moderator: Moderator, outcome: Outcome) -> dict[str, object]:
    """Return what the script shows without loading the page anew: the cards as they are now, and the counts."""
    ids = (*outcome.changed, *outcome.overtaken)[:MOST_OFFERED]
    return {
        "message": outcome.message,
        "overtaken": list(outcome.overtaken),
        "changed": list(outcome.changed[:MOST_OFFERED]),
        "waiting": how_many(ReviewQueue(winnow.engine).waiting()),
        "labels": strings.count("queue.labels", labels_since_champion(winnow)),
        **drawn(request, winnow, moderator, ids),
    }


def drawn(request: Request, winnow: Dependencies, moderator: Moderator, ids: Sequence[int]) -> dict[str, object]:
    """Return comments as they stand: drawn, with their newest label, and the number of it (0 where they have none)."""
    limits = cuts(winnow.registry)
    shown = cards(winnow.engine, ids)
    drawn_cards = shown_cards(request, winnow, shown)
    return {
        "cards": {one.card.id: render_card(one, limits, moderator) for one in drawn_cards},
        "aside": [one.card.id for one in drawn_cards if one.is_aside(moderator.name)],
        "labels_of": {card.id: card.decision.label.value for card in shown if card.decision},
        "seen": {card.id: card.decision.id if card.decision else 0 for card in shown},
    }
