"""No test reaches the network: only this machine can be connected to."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_a_connection_to_anywhere_else_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))  # an address kept for examples (RFC 5737)
