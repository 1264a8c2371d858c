"""The Celery app and its connections: to its own broker alone, which they name without its password."""

from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from kombu.connection import Connection

from worker.queue.broker import Broker


class BrokerConnection(Connection):
    """Shows a broker's kind as its URL has it, where kombu shows the name of a transport's class."""

    def as_uri(self, include_password: bool = False, mask: str = "**", *_: Any) -> str:
        """Return the broker's URL, its password hidden unless asked for."""
        shown = str(super().as_uri(include_password, mask if self.password else ""))
        scheme = getattr(self.transport, "scheme", None)
        return shown if scheme is None else f"{scheme}{'s' * bool(self.ssl)}://{shown.partition('://')[2]}"


class _Amqp(AMQP):
    Connection = BrokerConnection


class Application(Celery):
    """A Celery app whose broker is the one that it was made for, whatever CELERY_BROKER_URL and its kin say."""

    def __init__(self, broker: Broker) -> None:
        super().__init__("winnow", amqp=_Amqp, backend="disabled", set_as_current=False)
        self._opens = broker.opens

    def _connection(self, _url: str, **options: Any) -> Any:
        """Open the app's broker: every way of Celery's to a connection ends here."""
        return super()._connection(self._opens, **options)
