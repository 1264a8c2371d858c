"""Building the wheel and running what it installs, never the checkout."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder that holds the wheel's packages; the environment's own packages are its dependencies."""

    folder: Path

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of a process that imports Winnow from here, with ``settings`` as WINNOW_* variables."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WINNOW_", "PYTEST_"))}
        named = {f"WINNOW_{name.upper()}": value for name, value in settings.items()}
        return {**kept, **named, "PYTHONPATH": str(self.folder)}

    def run(self, *arguments: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run ``winnow ARGUMENTS`` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "worker", *arguments],
            cwd=cwd,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )


def build_and_install(folder: Path) -> Installation:
    """Build the wheel of the checkout and install it below ``folder``."""
    built, installed = folder / "dist", folder / "site"
    _python("build", "--wheel", "--no-isolation", "--outdir", str(built), str(CHECKOUT))
    (wheel,) = built.glob("*.whl")
    _python("pip", "install", "--quiet", "--no-deps", "--target", str(installed), str(wheel))
    return Installation(installed)


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], check=True, capture_output=True, timeout=1200)
