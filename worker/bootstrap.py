"""The one place where Winnow's parts are wired together."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded

from worker.champion import Champion
from worker.queue.application import make_app
from worker.queue.bell import CeleryBell
from worker.queue.config import celery_config
from worker.separate import separate
from worker.service import Limits, Service
from worker.settings import Settings, load_settings
from worker.store import database
from worker.store.inbox import Inbox
from worker.store.results import Results

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from classifiers.registry import Registry


@dataclass
class Winnow:
    """A whole Winnow for one set of settings; each part is made when it is first used."""

    settings: Settings

    @cached_property
    def engine(self) -> "Engine":
        """The database; a new and empty one gets its schema, any other must have the right one."""
        engine = database.connect(self.settings.database_url)
        database.prepare(engine)
        return engine

    @cached_property
    def registry(self) -> "Registry":
        """The models."""
        from classifiers.registry import Registry  # noqa: PLC0415  - NumPy and scikit-learn: not for every command

        return Registry(self.settings.model_dir)

    @cached_property
    def app(self) -> Celery:
        """The Celery app."""
        settings = self.settings
        return make_app(
            celery_config(
                settings.broker_url,
                soft_time_limit_s=settings.soft_time_limit_s,
                hard_time_limit_s=settings.hard_time_limit_s,
            ),
            lambda: self.service,
            on_child_start=self.after_fork,
            sweep_interval_s=settings.sweep_interval_s,
            max_bytes=settings.max_page_bytes,
        )

    @cached_property
    def service(self) -> Service:
        """The work itself."""
        settings = self.settings
        # Late on purpose: who only submits never opens the registry.
        champion = Champion(lambda: self.registry.champion(), lambda name: self.registry.load(name))  # noqa: PLW0108
        return Service(
            inbox=Inbox(self.engine),
            results=Results(self.engine),
            bell=CeleryBell(self.app),
            separate=separate,
            judge=champion.current,
            limits=Limits(
                batch_size=settings.batch_size,
                lease_s=settings.lease_s,
                max_attempts=settings.max_attempts,
                sweep_interval_s=settings.sweep_interval_s,
            ),
            time_is_up=SoftTimeLimitExceeded,
        )

    def after_fork(self) -> None:
        """Forget the parent's connections in a forked child, and load the model before the first article."""
        if "engine" in self.__dict__:
            self.engine.dispose(close=False)
        self.__dict__.pop("engine", None)
        self.__dict__.pop("service", None)
        self.service.judge()


def wire(**overrides: object) -> Winnow:
    """Wire Winnow for the settings of this process; ``overrides`` are the flags that were given."""
    return Winnow(load_settings(overrides))
