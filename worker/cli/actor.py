"""Who runs a command."""


def actor() -> str:
    """Name who runs this command, as the system knows them: account, and host."""
    import getpass  # noqa: PLC0415
    import socket  # noqa: PLC0415

    return f"{getpass.getuser()}@{socket.gethostname()}"
