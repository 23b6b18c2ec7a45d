"""No test reaches the network: only this machine can be connected to."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_a_connection_to_anywhere_else_is_refused() -> None:
    # It is warned of first, and here a warning is an error.
    refusals = (SocketConnectBlockedError, UserWarning)
    with socket.socket() as outside, pytest.raises(refusals, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))  # an address kept for examples (RFC 5737)
