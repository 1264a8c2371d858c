"""Labels that contradict a sure model, after somebody has looked: they teach in his name, or are taken back."""

from collections.abc import Sequence

from sqlalchemy import Engine

from worker.store.base.audit import note
from worker.store.base.transactions import writing
from worker.store.moderation import held_labels
from worker.store.moderation.labels import Change, Labels


def confirm(engine: Engine, comment_ids: Sequence[int], *, actor: str) -> list[int]:
    """Let the held labels of these comments teach, in the name of who has looked at them; return the comments."""
    return held_labels.confirm(engine, comment_ids, actor)


def discard_held(engine: Engine, comment_ids: Sequence[int], *, actor: str) -> list[Change]:
    """Take back the held labels of these comments, whoever gave them."""
    return Labels(engine).discard_held(comment_ids, actor)


def confirm_files(engine: Engine, files: Sequence[str], *, actor: str) -> None:
    """Note in the audit who lets the labels of these files teach, whatever they contradict."""
    with writing(engine) as connection:
        note(connection, actor=actor, action="label files confirm", details={"files": list(files)})
