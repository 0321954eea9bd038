"""Ports for servers of tests."""

import socket


def free_port() -> int:
    """Return a port of this machine that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
