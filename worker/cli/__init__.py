"""The command line: a command parses, calls and prints; what is slow to import waits until it is needed."""

from worker.cli.application import app

__all__ = ["app"]
