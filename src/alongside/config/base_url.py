"""The product's own address: what it says decides how safely cookies and passkeys are kept."""

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """ALONGSIDE_BASE_URL, taken apart; `problem` is why it cannot be served, else empty."""

    host: str
    secure: bool
    problem: str


def read_base_url(given: str) -> BaseUrl:
    """TLS anywhere, or plain http on this machine alone; no path, name or password in it."""
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return BaseUrl("", secure=False, problem=f"{given!r} is not an address.")
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("http", "https") or not host or extra:
        problem = f"{given!r} must be like https://alongside.example, with nothing after it."
    elif parts.scheme == "http" and host not in LOOPBACK:
        problem = (
            f"{given!r} is plain http, which others on the network can read. "
            "Use https, or http://localhost on one machine."
        )
    else:
        problem = ""
    return BaseUrl(host, secure=parts.scheme == "https", problem=problem)
