"""The one place where Winnow's parts are wired together."""

import atexit
import gc
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from billiard import current_process
from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded

from classifiers.errors import ClassifierError
from worker.domain import Format, Page, Place
from worker.errors import UnavailableError
from worker.observability.traces import start_tracing
from worker.operations.retain import retain
from worker.queue.application import make_app
from worker.queue.bell import CeleryBell
from worker.queue.broker import Access, Broker, broker_of
from worker.queue.embedded import EMBEDDED_BROKER
from worker.queue.hand_back import HandBack
from worker.separate import separate_together
from worker.settings import Settings, load_settings
from worker.store.base import database
from worker.store.base.histories import with_histories
from worker.store.figures.backlog import backlog
from worker.store.figures.running_counts import settle
from worker.store.figures.shadow_scores import ShadowScores
from worker.store.figures.site_priors import settle_priors
from worker.store.figures.slice_holds import held_slices
from worker.store.figures.work_counts import RELOAD_FAILURES, StageTimes, count
from worker.store.flow.familiar_authors import with_earlier
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.flow.retention import Dropped, Keep
from worker.store.flow.rules import active_rules
from worker.work.backpressure import BackPressure
from worker.work.confinement import die_with_parent, hold_memory, release_memory
from worker.work.installed_models import champions_of, open_registry
from worker.work.pipeline import JudgePort, Separate
from worker.work.quarantine import Quarantine
from worker.work.ruling import RuleBook, RuledJudge
from worker.work.service import Service, WorkLimits
from worker.work.shadow import Challenger, Shadowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from classifiers.registry.versions import Registry
    from classifiers.types import Comment
    from worker.web.dependencies import Dependencies
    from worker.work.site_champions import SiteChampions

log = structlog.get_logger(__name__)
DAY_S = 86_400


@dataclass
class Winnow:
    """A whole Winnow for one set of settings; each part is made when it is first used."""

    settings: Settings
    separate: Separate = separate_together
    quarantine_command: tuple[str, ...] = (sys.executable, "-m", "worker.work.quarantined")
    # Whether a database that is not there is made: who only asks wants to hear that it is not.
    makes_database: bool = True

    @cached_property
    def engine(self) -> "Engine":
        """The database; a new and empty one gets its schema, any other must have the right one."""
        engine = database.connect(self.settings.database_url)
        (database.prepare if self.makes_database else database.check)(engine)
        atexit.register(database.close, engine)
        return engine

    def close(self) -> None:
        """Close the database; it is opened again where it is used again."""
        if "engine" in self.__dict__:
            database.close(self.engine)

    @cached_property
    def registry(self) -> "Registry":
        """The models."""
        return open_registry(self.settings)

    @cached_property
    def broker(self) -> Broker:
        """Where messages go; raises MisconfiguredError."""
        settings = self.settings
        return broker_of(
            settings.broker_url,
            Access(
                password=settings.broker_password,
                key_prefix=settings.broker_key_prefix,
                sentinel_master=settings.broker_sentinel_master,
                sentinel_password=settings.broker_sentinel_password,
            ),
        )

    @cached_property
    def app(self) -> Celery:
        """The Celery app."""
        settings = self.settings
        return make_app(
            self.broker,
            lambda: self.service,
            soft_time_limit_s=settings.soft_time_limit_s,
            hard_time_limit_s=settings.hard_time_limit_s,
            on_main_start=self.before_fork,
            on_child_start=self.after_fork,
            sweep_interval_s=settings.sweep_interval_s,
            max_bytes=settings.max_page_bytes,
            quarantine_s=self.quarantine.longest_s,
            retrain=self.retrain,
            retrain_interval_s=settings.retrain_interval_s,
            heartbeat_file=None if settings.broker_url == EMBEDDED_BROKER else settings.heartbeat_file,
        )

    @cached_property
    def hand_back(self) -> HandBack:
        """What ends a child's work at a second SIGTERM."""
        return HandBack()

    @cached_property
    def quarantine(self) -> Quarantine:
        """Where last attempts are made."""
        settings = self.settings
        return Quarantine(
            command=self.quarantine_command,
            time_limit_s=settings.quarantine_time_limit_s,
            memory_limit_bytes=settings.work_memory_bytes,
            model_dir=settings.model_dir,
            public_key=settings.model_public_key,
        )

    @cached_property
    def back_pressure(self) -> BackPressure:
        """What admits submissions."""
        settings = self.settings
        return BackPressure(
            max_pending=settings.max_pending,
            max_pending_age_s=settings.max_pending_age_s,
            min_free_bytes=settings.min_free_bytes,
            look=lambda: backlog(self.engine, count_to=settings.max_pending),
            free_bytes=self._free_bytes,
        )

    @cached_property
    def champions(self) -> "SiteChampions":
        """The models in service; forked children go on with what their parent loaded."""
        # Late on purpose: who only submits never opens the registry.
        return champions_of(lambda: self.registry, self.settings.site_models, self._count_refused)

    @cached_property
    def rule_book(self) -> RuleBook:
        """The moderators' rules in force."""
        # Late, both: a child has another engine.
        return RuleBook(
            lambda: active_rules(self.engine),
            familiar=lambda comments, enough: with_earlier(self.engine, comments, enough),
            holds=lambda: held_slices(self.engine),
        )

    def judge(self, site: str | None = None, /) -> JudgePort:
        """Return the model in service on a site, or on all without one, with the rules behind it."""
        return RuledJudge(self.champions.current(site), self.rule_book.current())

    def ruled(self, version: str) -> JudgePort:
        """Return a version of the model, or what an alias names, with the rules behind it."""
        return RuledJudge(self.registry.load(version), self.rule_book.current())

    def recall(self, comments: "Sequence[Comment]", places: "Sequence[Place]") -> "list[Comment]":
        """Return comments with what was on their sites before them."""
        return with_histories(self.engine, comments, places)  # late: a child has another engine

    def retain(self, actor: str | None = None) -> Dropped:
        """Drop what the settings do not keep; ``actor`` is who asked for it."""
        days, raw_days, alone_days = (
            self.settings.retain_days, self.settings.retain_raw_days, self.settings.akismet_retain_days
        )  # fmt: skip
        return retain(
            self.engine,
            Keep(
                raw_s=None if raw_days is None else raw_days * DAY_S,
                articles_s=None if days is None else days * DAY_S,
                alone_s=None if alone_days is None else alone_days * DAY_S,
            ),
            actor=actor,
        )

    @cached_property
    def service(self) -> Service:
        """The work itself."""
        settings = self.settings
        return Service(
            inbox=Inbox(self.engine),
            results=self._results(),
            bell=CeleryBell(self.app),
            separate=self.separate,
            judge=self.judge,
            limits=WorkLimits(
                batch_size=settings.batch_size,
                lease_s=settings.lease_s,
                max_attempts=settings.max_attempts,
                sweep_interval_s=settings.sweep_interval_s,
            ),
            quarantine=self.quarantine,
            ruling=self.rule_book.current,
            admit=self.back_pressure.admit,
            waiting=lambda: self.back_pressure.pending,
            retain=self._keep_house,
            settle=self._settle,
            time_is_up=SoftTimeLimitExceeded,
            at_work=self.hand_back.work,
            recall=self.recall,
            note_times=StageTimes(self.engine).add,
        )

    @property
    def web_dependencies(self) -> "Dependencies":
        """What the web service works with; raises MisconfiguredError."""
        from worker.store.base.secret_box import SecretBox  # noqa: PLC0415  - likewise
        from worker.store.flow.webhooks import Webhooks  # noqa: PLC0415  - likewise
        from worker.web.dependencies import Dependencies  # noqa: PLC0415  - FastAPI: not for workers

        return Dependencies(
            settings=self.settings,
            whole=self.engine,
            service=self.service,
            registry=self.registry,
            all_webhooks=Webhooks(self.engine, SecretBox(self.settings.webhook_keys)),
        )

    def before_fork(self) -> None:
        """Load what all children need once and for all of them: code, tables and the model."""
        self.champions.current()
        separate_together(
            [Page(content="<p>A page.</p>", format=Format.HTML), Page(content="A text.", format=Format.TEXT)]
        )
        gc.collect()
        gc.freeze()  # a collection in a child would otherwise touch, and so copy, all that it shares

    def after_fork(self) -> None:
        """Forget the parent's connections in a forked child, and load the model before the first article."""
        if current_process().name != "MainProcess":  # a solo pool says that it forked, and did not
            die_with_parent()
            hold_memory(self.settings.work_memory_bytes)
            self.trace()
            self.hand_back.listen()
        if "engine" in self.__dict__:
            self.engine.dispose(close=False)
        self.__dict__.pop("engine", None)
        self.__dict__.pop("service", None)
        self._welcome_base()
        self.service.judge()

    def _results(self) -> "Results | Shadowed":
        """Where outcomes go: in shadow mode past a challenger that scores them too."""
        results = Results(self.engine)
        if not self.settings.shadow:
            return results
        challenger = Challenger(lambda: self.registry.aliases().get("challenger"), self.registry.load)
        return Shadowed(results, challenger.current, ShadowScores(self.engine).note, self.recall, self._of_sites)

    def _of_sites(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self.registry.of_sites().values()))

    def retrain(self) -> None:
        """Retrain from the moderators' labels where there are enough new ones; what the scheduled task does."""
        # Late, both: scikit-learn and charts are not for every worker.
        from worker.learn.scheduled_retraining import retrain_if_due, retrain_sites_if_due  # noqa: PLC0415

        release_memory()  # articles are held to a limit, labels are as many as the moderators gave
        retrain_sites_if_due(self.registry, self.engine, fewest=self.settings.retrain_min_labels)
        retrain_if_due(self.registry, self.engine, fewest=self.settings.retrain_min_labels)

    def _keep_house(self) -> None:
        """Drop what need not be kept, and tell what the filter says of its own mistakes: what is done every hour."""
        from worker.operations.truth import settle as settle_truth  # noqa: PLC0415  - the API's shapes: not for every command

        self.retain()
        settle_truth(self.engine, self.registry)

    def _settle(self) -> None:
        """Add up what was counted, and tell the priors of sites from what came in."""
        settle(self.engine)
        settle_priors(self.engine)

    def _welcome_base(self) -> None:
        """Register a newly shipped model as challenger; a worker that can't write there serves all the same."""
        try:
            welcomed = self.registry.welcome_base()
        except (OSError, ClassifierError) as error:
            log.warning("base_not_registered", error=str(error))
        else:
            if welcomed:
                log.info("base_registered_as_challenger", model=welcomed)

    def trace(self) -> None:
        """Send this process's traces where the settings ask for it; raises MisconfiguredError."""
        if self.settings.traces:
            start_tracing()

    def _count_refused(self, _version: str) -> None:
        with suppress(UnavailableError):  # the old model serves on, counted or not
            count(self.engine, RELOAD_FAILURES)

    def _free_bytes(self) -> int | None:
        """Bytes left where SQLite's file is; a server's disk can't be seen from here."""
        if self.engine.dialect.name != "sqlite" or not self.engine.url.database:
            return None
        return shutil.disk_usage(Path(self.engine.url.database).resolve().parent).free


def wire(*, makes_database: bool = True, **overrides: object) -> Winnow:
    """Wire Winnow for the settings of this process; ``overrides`` are the flags that were given."""
    return Winnow(load_settings(overrides), makes_database=makes_database)
