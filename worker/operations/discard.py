"""Dead letters given up for good."""

from sqlalchemy import Engine

from worker.operations.replay import require_choice
from worker.store.flow.dead_letters import Choice, DeadLetters


def discard(engine: Engine, chosen: Choice, *, actor: str) -> int:
    """Give the chosen dead letters up, note who did it, and return how many they were; twice is once.

    One that was processed before falls back to that result. Raises MisconfiguredError where no choice was made.
    """
    require_choice(chosen)
    letters, done = DeadLetters(engine), 0
    while some := letters.list(chosen):
        done += letters.discard([letter.id for letter in some], actor=actor)
    return done
