"""The ``winnow`` command."""

import os

from worker.cli import app
from worker.settings import PRIVATE_UMASK


def main() -> None:
    """Run the command line; what it writes, others on the machine can't read."""
    os.umask(PRIVATE_UMASK)
    app()


if __name__ == "__main__":
    main()
