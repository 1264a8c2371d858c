"""What serves starts without scikit-learn and SciPy: their import costs seconds and a hundred megabytes.

Nor does it need joblib, which writes models, or the cryptography of signed ones: 20 megabytes more.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# redis-py looks at the version of cryptography, which is cheap; what signs is not.
TRAINERS = {"sklearn", "scipy", "joblib", "cryptography.hazmat"}
COMMENT = json.dumps({"text": "Cheap pills http://pills.example.top", "author": "cheap pills"})
JUDGE = """
import sys
from pathlib import Path
from classifiers.registry.versions import Registry
from classifiers.types import Comment
(found,) = Registry(Path(sys.argv[1])).load().judge([Comment("Cheap pills", author="cheap pills")])
assert 0 < found.probability < 1
"""


def imported(*arguments: str, given: str = "") -> tuple[set[str], str]:
    """Return the packages that a Python process imports, with one level below them, and what it prints."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=120)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    names = [line.rpartition("|")[2].strip().split(".") for line in lines]
    return {".".join(name[:depth]) for name in names for depth in (1, 2)}, done.stdout


def test_a_judge_is_loaded_and_judges_without_them(tmp_path: Path) -> None:
    packages, _ = imported("-c", JUDGE, str(tmp_path))
    assert {"numpy", "classifiers"} <= packages
    assert not packages & TRAINERS


def test_winnow_classify_does_without_them(tmp_path: Path) -> None:
    packages, told = imported("-m", "worker", "classify", "--model-dir", str(tmp_path), given=COMMENT + "\n")
    assert json.loads(told)["verdict"] in {"review", "spam"}
    assert not packages & {"celery", "sqlalchemy"}
    assert not packages & TRAINERS


def test_a_worker_that_separates_judges_and_stores_does_without_them(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<article><p>Pears like light, and they want to be pruned in March.</p></article>", encoding="utf-8"
    )
    packages, told = imported(
        "-m", "worker", "run", str(page), "--database", f"sqlite:///{tmp_path / 'winnow.db'}",
        "--model-dir", str(tmp_path / "models"),
    )  # fmt: skip
    assert "1" in told
    assert {"celery", "sqlalchemy", "classifiers"} <= packages
    assert not packages & TRAINERS


@pytest.mark.parametrize(
    "module", ["worker.web.application", "worker.work.quarantined", "worker.queue.tasks", "worker.client"]
)
def test_its_other_processes_do_without_them(module: str) -> None:
    packages, _ = imported("-c", f"import {module}")
    assert not packages & TRAINERS


def test_training_needs_them() -> None:
    packages, _ = imported("-c", "import classifiers.training.estimators, classifiers.training.site_estimator")
    assert {"sklearn", "scipy"} <= packages
