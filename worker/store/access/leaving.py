"""What goes with somebody who is let in no more."""

from sqlalchemy import Connection, delete, null, update

from worker.store.access.preferences import forget_preferences
from worker.store.base.schema import assignments, saved_filters


def leave(connection: Connection, name: str) -> None:
    """Forget what somebody chose and kept for himself; what he was to look at is nobody's. What he shared stays."""
    forget_preferences(connection, name)
    connection.execute(delete(saved_filters).where(saved_filters.c.owner == name, ~saved_filters.c.shared))
    his, nobodys = assignments.c.assignee == name, {"assignee": "", "before": null()}
    connection.execute(update(assignments).where(his).values(nobodys))
    connection.execute(update(assignments).where(assignments.c.before == name).values(before=null()))
