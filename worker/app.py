"""The Celery entry: ``celery -A worker.app worker``."""

from worker.bootstrap import wire

app = wire().app
