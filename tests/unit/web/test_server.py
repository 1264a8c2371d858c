"""How the service listens."""

import socket

from worker.web.server import listening


def test_an_answer_waits_for_no_acknowledgement() -> None:
    """A client that delays its acknowledgements would wait 40 ms for the body of every answer."""
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
