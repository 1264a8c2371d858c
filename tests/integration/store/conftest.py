"""The store's parts over each kind of database."""

import pytest
from sqlalchemy import Engine

from worker.store.dead_letters import DeadLetters
from worker.store.inbox import Inbox
from worker.store.labels import Labels
from worker.store.results import Results


@pytest.fixture
def inbox(engine: Engine) -> Inbox:
    return Inbox(engine)


@pytest.fixture
def results(engine: Engine) -> Results:
    return Results(engine)


@pytest.fixture
def labels(engine: Engine) -> Labels:
    return Labels(engine)


@pytest.fixture
def dead_letters(engine: Engine) -> DeadLetters:
    return DeadLetters(engine)
