"""The models in service: a site's own where it has one, else the one for all; few of them in memory at once."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from classifiers.errors import ClassifierError
from worker.work.champion import LOOK_S, Champion
from worker.work.interval import Interval
from worker.work.pipeline import JudgePort

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class SiteChampions:
    """Loads a site's model when it is first needed; of at most ``most`` the one used least recently makes room.

    ``names`` tells, by site, the versions that may serve there, the first that can be loaded does. Where none can, or
    a site has none, the champion of all serves.
    """

    champion: Champion
    names: Callable[[], Mapping[str, Sequence[str]]]
    load: Callable[[str], JudgePort]
    most: int
    clock: Callable[[], float] = time.monotonic
    # Told of each version that was refused.
    on_refused: Callable[[str], None] = lambda _: None
    _named: Mapping[str, Sequence[str]] = field(default_factory=dict, init=False)
    _loaded: OrderedDict[str, JudgePort] = field(default_factory=OrderedDict, init=False)
    _refused: set[str] = field(default_factory=set, init=False)
    _look: Interval | None = field(default=None, init=False)
    # Requests come in threads, and one makes room while another takes what is there.
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def current(self, site: str | None = None) -> JudgePort:
        """Return the model in service on a site; None stands for all that have none of their own."""
        with self._lock:
            self._look_again()
            for version in self._named.get(site or "", ()):
                model = self._model(version)
                if model is not None:
                    return model
        return self.champion.current()

    def _look_again(self) -> None:
        if self._look is None:
            self._look = Interval(LOOK_S, self.clock)
        elif not self._look.over:
            return
        self._look.begin()
        try:
            self._named = self.names()
        except ClassifierError as error:
            log.error("registry_unreadable", serving=sorted(self._named), error=str(error))
            return
        named = {version for versions in self._named.values() for version in versions}
        self._refused &= named
        for version in self._loaded.keys() - named:
            del self._loaded[version]

    def _model(self, version: str) -> JudgePort | None:
        if version in self._refused:
            return None
        model = self._loaded.pop(version, None)
        if model is None:
            while len(self._loaded) >= self.most:
                self._loaded.popitem(last=False)
            try:
                model = self.load(version)
            except ClassifierError as error:
                self._refused.add(version)
                log.error("model_refused", model=version, error=str(error))
                self.on_refused(version)
                return None
        self._loaded[version] = model
        return model
