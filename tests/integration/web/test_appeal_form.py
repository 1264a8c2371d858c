"""A comment's page at the desk offers to enter an appeal wherever the operation would take one, and nowhere else."""

from pathlib import Path

import pytest

from classifiers.types import Label, Verdict
from tests.doors import PASSWORD, Visitor
from tests.factories import judged, new_article, processed
from tests.web import site, winnow_of
from worker.operations.appeal import appeal
from worker.store.access.users import Users
from worker.store.flow.inbox import Inbox
from worker.store.flow.listings import CommentFilter, read_comments
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels


@pytest.mark.parametrize("verdict", [Verdict.SPAM, Verdict.REVIEW, Verdict.ALLOW])
def test_what_a_moderator_called_spam_can_be_appealed_whatever_the_model_said(tmp_path: Path, verdict: Verdict) -> None:
    with site(winnow_of(tmp_path)) as running:
        engine = running.winnow.engine
        Users(engine).add("ida", PASSWORD, actor="test")
        [new] = Inbox(engine).submit([new_article("pears", "<p>1</p>")])
        claim = Inbox(engine).claim([new.id], lease_s=60)
        Results(engine).commit(claim.token, [processed(new.id, judged("Honey.", verdict=verdict))])
        [comment] = read_comments(engine, CommentFilter(), after=0, limit=2)
        at_desk = Visitor(running.url)
        at_desk.log_in()

        def offered() -> bool:
            return f'action="/desk/comments/{comment.id}/appeals"' in at_desk.get(f"/desk/comments/{comment.id}").text

        assert offered() == (verdict is Verdict.SPAM)
        Labels(engine).add(comment.id, Label.SPAM, "ida")
        assert offered()
        appeal(engine, comment.id, "I keep bees.", by="jan")
        assert not offered(), "it is open"
        Labels(engine).add(comment.id, Label.SPAM, "jan")
        assert offered(), "it was dismissed, and may be entered again"
        Labels(engine).add(comment.id, Label.HAM, "jan")
        assert not offered()
