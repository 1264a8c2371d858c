"""What judging the queue anew changed, as `winnow rescore --json` tells it."""

import json
from dataclasses import dataclass

from classifiers.types import Verdict


@dataclass(frozen=True, slots=True)
class QueueMoves:
    """How many comments of the queue are now what, and how many came into it."""

    spam: int
    allowed: int
    stayed: int
    came: int


def queue_moves(answer: str) -> QueueMoves | None:
    """Read the last line that the command said; None where it is something else."""
    try:
        moves = {(Verdict(before), Verdict(after)): int(many) for before, after, many in json.loads(answer)["moves"]}
    except (ValueError, KeyError, TypeError):
        return None
    return QueueMoves(
        spam=moves.get((Verdict.REVIEW, Verdict.SPAM), 0),
        allowed=moves.get((Verdict.REVIEW, Verdict.ALLOW), 0),
        stayed=moves.get((Verdict.REVIEW, Verdict.REVIEW), 0),
        came=sum(moves.get((before, Verdict.REVIEW), 0) for before in (Verdict.ALLOW, Verdict.SPAM)),
    )
