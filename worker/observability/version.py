"""Which version of Winnow this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Return the version of the installed package; a checkout that nobody installed has none."""
    try:
        return version("winnow-worker")
    except PackageNotFoundError:
        return "of a checkout that is not installed"
