"""Train a small model on today's features and make it champion of a registry of its own: `make dev-model`.

    python scripts/dev_model.py FOLDER

Needs no data. It is for whoever changes features and has to run what serves, before the base is trained anew.
"""

import sys
from pathlib import Path

from classifiers.registry.artifact import Provenance
from classifiers.registry.versions import Registry
from classifiers.training.development import train_development


def main() -> None:
    """Train, register, promote, and say how to use it."""
    (folder,) = sys.argv[1:]
    trained = train_development()
    registry = Registry(Path(folder))
    version = registry.promote(registry.register(trained.model, trained.policy, Provenance(figures=trained.figures())))
    print(f"model {version} is champion in {folder}; serve it with: winnow classify --model-dir {folder}")  # noqa: T201


if __name__ == "__main__":
    main()
