"""The Dockerfile as its instructions, and its steps done by hand below a folder."""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]

Instruction = tuple[str, str]


def instructions() -> list[Instruction]:
    """Return the Dockerfile's instructions with their arguments, comments left out and lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, argument.strip()) for name, _, argument in (line.partition(" ") for line in lines)]


def stages() -> list[list[Instruction]]:
    """Return the instructions of each stage, from its FROM on."""
    parted: list[list[Instruction]] = []
    for instruction in instructions():
        if instruction[0] == "FROM":
            parted.append([])
        parted[-1].append(instruction)
    return parted


@dataclass
class Stage:
    """One stage, its absolute paths put below ``root``; a venv of ``python`` stands for the base image's Python.

    Accounts are not made: that takes root. All else is done as it is written.
    """

    root: Path
    python: Path
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = "/"

    def carry_out(self, steps: list[Instruction], *, first: "Stage | None" = None) -> None:
        """Do all steps in order; ``first`` is the stage that ``COPY --from`` means."""
        subprocess.run([str(self.python), "-m", "venv", str(self.base)], check=True)
        for name, argument in steps:
            if name == "ENV":
                self.variables |= dict(word.split("=", 1) for word in shlex.split(argument))
            elif name == "WORKDIR":
                self.folder = argument
                self.below(argument).mkdir(parents=True, exist_ok=True)
            elif name == "COPY":
                self._copy(argument.split(), first)
            elif name == "RUN":
                self._run(argument)

    @property
    def base(self) -> Path:
        """The venv that stands for the base image's Python."""
        return self.root / "base"

    def below(self, path: str) -> Path:
        """Return where a path of the image is."""
        return self.root / path.lstrip("/") if path.startswith("/") else self.below(self.folder) / path

    def _copy(self, words: list[str], first: "Stage | None") -> None:
        *sources, target = [word for word in words if not word.startswith("--")]
        for source in sources:
            origin = first.below(source) if first and words[0].startswith("--from=") else ROOT / source
            if origin.is_dir():
                shutil.copytree(origin, self.below(target), symlinks=True, dirs_exist_ok=True, ignore=_CACHES)
            else:
                shutil.copy2(origin, self.below(target))

    def _run(self, command: str) -> None:
        kept = [step for step in re.split(r"\s+&&\s+", command) if not re.match("(useradd|groupadd|install) ", step)]
        placed = re.sub(r"(?<![\w.])/(?=(opt|dist|src)\b)", f"{self.root}/", " && ".join(kept))
        image_path = self.variables.get("PATH", "").partition(":")[0]
        path = [str(self.below(image_path))] * bool(image_path) + [str(self.base / "bin"), os.environ["PATH"]]
        given = {**os.environ, **self.variables, "PATH": ":".join(path)}
        given |= {"PIP_QUIET": "2"}
        given.pop("PIP_NO_CACHE_DIR", None)  # that is for the image's size, and would fetch all anew here
        subprocess.run(
            ["/bin/sh", "-ec", placed or ":"],
            cwd=self.below(self.folder),
            env=given,
            check=True,
            stdout=subprocess.DEVNULL,
        )


_CACHES = shutil.ignore_patterns("__pycache__")
