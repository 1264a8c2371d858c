"""docker-compose.yml and Dockerfile as the tests read them."""

import re
import shlex
import tomllib
from collections.abc import Mapping
from typing import Any

from compose_spec import PyCompose

from tests.clean_room.dockerfile import ROOT, stages

Service = dict[str, Any]


def version() -> str:
    """Return the package's version, which its image has too."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def services() -> dict[str, Service]:
    """Return the services of docker-compose.yml; raises ValueError where the file breaks the Compose schema."""
    found: dict[str, Service] = compose()["services"]
    return found


def compose() -> dict[str, Any]:
    return PyCompose.from_yaml((ROOT / "docker-compose.yml").read_text()).to_dict()


def interpolated(value: str, variables: Mapping[str, str]) -> str:
    """Do what Compose does with ``${NAME:-default}``."""
    return re.sub(r"\$\{(\w+):-([^}]*)\}", lambda found: variables.get(found[1]) or found[2], value)


def image_environment() -> dict[str, str]:
    """Return the variables that the image sets, PATH left out."""
    words = [word for name, argument in stages()[-1] if name == "ENV" for word in shlex.split(argument)]
    pairs = dict(word.split("=", 1) for word in words)
    pairs.pop("PATH", None)
    return pairs


def entrypoint() -> list[str]:
    arguments = [argument for name, argument in stages()[-1] if name == "ENTRYPOINT"]
    return re.findall(r'"([^"]+)"', arguments[-1])
