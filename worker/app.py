"""The Celery entry: ``celery -A worker.app worker``."""

import os

from worker.bootstrap import wire
from worker.settings import PRIVATE_UMASK

os.umask(PRIVATE_UMASK)
app = wire().app
