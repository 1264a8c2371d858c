"""Users, sessions and the brake on guessing, over each kind of database."""

import pytest
from sqlalchemy import Engine, text

from tests.factories import judged
from tests.integration.store.test_review import store
from worker.errors import MisconfiguredError, NotFoundError
from worker.store.access.preferences import Preferences, keep_preferences, preferences_of
from worker.store.access.roles import Role
from worker.store.access.users import Session, ThrottledError, Users
from worker.store.base.audit import entries
from worker.store.base.transactions import reading, writing
from worker.store.moderation.separation_reports import SeparationFault, SeparationReports

PASSWORD = "correct horse battery"


@pytest.fixture
def users(engine: Engine) -> Users:
    made = Users(engine)
    made.add("ida", PASSWORD, actor="test")
    return made


def test_a_session_is_its_users_until_it_is_closed(users: Users) -> None:
    secret = users.log_in("ida", PASSWORD, address="10.0.0.1")

    assert secret is not None
    assert users.of_session(secret) == Session("ida", Role.MODERATOR)
    assert users.of_session(secret + "x") is None
    users.close_session(secret)
    assert users.of_session(secret) is None


def test_neither_password_nor_session_is_stored(users: Users, engine: Engine) -> None:
    secret = users.log_in("ida", PASSWORD, address="10.0.0.1")
    with reading(engine) as connection:
        stored = [
            str(value)
            for table in ("users", "sessions", "audit")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
            for value in row
        ]

    assert not [value for value in stored if PASSWORD in value or str(secret) in value]
    assert [value for value in stored if value.startswith("$argon2id$")]


def test_a_session_ends_by_time_and_with_its_user(users: Users, engine: Engine) -> None:
    late, removed = (str(users.log_in("ida", PASSWORD, address="a")) for _ in range(2))
    with writing(engine) as connection:
        connection.execute(text("UPDATE sessions SET expires_at = '2020-01-01 00:00:00'"))
    assert users.of_session(late) is None

    removed = str(users.log_in("ida", PASSWORD, address="a"))
    users.remove("ida", actor="test")
    assert users.of_session(removed) is None
    assert users.log_in("ida", PASSWORD, address="a") is None
    with pytest.raises(NotFoundError, match="winnow user list"):
        users.remove("ida", actor="test")
    assert [entry.action for entry in entries(engine)] == ["user remove", "user add"]


def test_guessing_is_stopped_and_the_right_password_with_it(users: Users, engine: Engine) -> None:
    for _ in range(5):
        assert users.log_in("ida", "wrong password", address="10.0.0.1") is None

    with pytest.raises(ThrottledError, match="quarter"):
        users.log_in("ida", PASSWORD, address="10.0.0.1")
    assert users.log_in("ida", PASSWORD, address="10.0.0.2") is not None
    with writing(engine) as connection:
        connection.execute(text("UPDATE login_failures SET at = '2020-01-01 00:00:00'"))
    assert users.log_in("ida", PASSWORD, address="10.0.0.1") is not None


def test_names_can_not_be_tried_one_after_the_other(users: Users) -> None:
    for number in range(20):
        assert users.log_in(f"nobody{number}", "wrong password", address="10.0.0.1") is None
    with pytest.raises(ThrottledError):
        users.log_in("ida", PASSWORD, address="10.0.0.1")


@pytest.mark.parametrize(
    ("name", "password"), [("", PASSWORD), ("a\nb", PASSWORD), ("x" * 101, PASSWORD), ("bo", "short")]
)
def test_what_can_not_serve_is_refused(users: Users, name: str, password: str) -> None:
    with pytest.raises(MisconfiguredError, match="characters"):
        users.add(name, password, actor="test")


def test_a_wrong_separation_is_kept_until_somebody_looked(engine: Engine) -> None:
    article = store(engine, "one", judged("This is the body, really."), title="Pears")
    cases = SeparationReports(engine)
    cases.open(article, SeparationFault.NOT_COMMENTS, "The first comment is the byline.", user="ida")

    [case] = cases.list()
    assert (case.article_id, case.title, case.kind, case.user) == (
        article,
        "Pears",
        SeparationFault.NOT_COMMENTS,
        "ida",
    )
    cases.close(case.id, user="jan")
    cases.close(case.id, user="jan")
    assert cases.list()[0].closed_at is not None
    assert [entry.action for entry in entries(engine)] == ["case close", "case open"]
    with pytest.raises(NotFoundError):
        cases.open(10_000, SeparationFault.BODY, "", user="ida")


def test_what_somebody_chose_is_kept_until_they_go(engine: Engine) -> None:
    Users(engine).add("ida", PASSWORD, actor="test")
    assert preferences_of(engine, "ida") == Preferences()
    for chosen in (Preferences("de", "Europe/Berlin"), Preferences("ar")):
        keep_preferences(engine, "ida", chosen)
        keep_preferences(engine, "jan", Preferences("ja"))  # whom only a proxy knows
        assert preferences_of(engine, "ida") == chosen

    Users(engine).remove("ida", actor="test")

    assert preferences_of(engine, "ida") == Preferences()
    assert preferences_of(engine, "jan") == Preferences("ja")


def test_another_role_is_of_the_sites_that_a_user_was_of(users: Users) -> None:
    def sites() -> object:
        [found] = [user for user in users.list() if user.name == "jan"]
        return found.role, found.sites

    users.set_role("jan", Role.MODERATOR, actor="test", sites=["orchard.example"])
    users.set_role("jan", Role.ADMIN, actor="test")
    assert sites() == (Role.ADMIN, ("orchard.example",))
    users.set_role("jan", Role.ADMIN, actor="test", sites=["meadow.example"])
    assert sites() == (Role.ADMIN, ("meadow.example",))
    users.set_role("jan", Role.MODERATOR, actor="test", widen=True)
    assert sites() == (Role.MODERATOR, None)
    users.set_role("eva", Role.MODERATOR, actor="test")
    assert [user.sites for user in users.list() if user.name == "eva"] == [None]
