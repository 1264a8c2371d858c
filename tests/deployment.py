"""docker-compose.yml and Dockerfile as the tests read them."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compose_spec import PyCompose

ROOT = Path(__file__).parents[1]

Service = dict[str, Any]
Instruction = tuple[str, str]


def services() -> dict[str, Service]:
    """Return the services of docker-compose.yml; raises ValueError where the file breaks the Compose schema."""
    found: dict[str, Service] = compose()["services"]
    return found


def compose() -> dict[str, Any]:
    return PyCompose.from_yaml((ROOT / "docker-compose.yml").read_text()).to_dict()


def interpolated(value: str, variables: Mapping[str, str]) -> str:
    """Do what Compose does with ``${NAME:-default}``."""
    return re.sub(r"\$\{(\w+):-([^}]*)\}", lambda found: variables.get(found[1]) or found[2], value)


def dockerfile() -> list[Instruction]:
    """Return the Dockerfile's instructions with their arguments, comments left out and lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, argument.strip()) for name, _, argument in (line.partition(" ") for line in lines)]


def image_environment() -> dict[str, str]:
    """Return the variables that the image sets, PATH left out."""
    words = [word for name, argument in _last_stage() if name == "ENV" for word in shlex.split(argument)]
    pairs = dict(word.split("=", 1) for word in words)
    pairs.pop("PATH", None)
    return pairs


def entrypoint() -> list[str]:
    arguments = [argument for name, argument in _last_stage() if name == "ENTRYPOINT"]
    return re.findall(r'"([^"]+)"', arguments[-1])


def _last_stage() -> list[Instruction]:
    instructions = dockerfile()
    start = max(at for at, (name, _) in enumerate(instructions) if name == "FROM")
    return instructions[start:]
