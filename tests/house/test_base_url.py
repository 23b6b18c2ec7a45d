"""How safely cookies are kept follows from the product's own address, which is refused where it is unsafe."""

import os
import subprocess
import sys

import pytest

from alongside.config.base_url import read_base_url
from alongside.config.checks import the_base_address_is_safe

SETTINGS = """
from alongside.config import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0,
      s.SECURE_PROXY_SSL_HEADER is not None, s.ALLAUTH_TRUSTED_PROXY_COUNT == 1,
      not s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)
"""


@pytest.mark.parametrize(
    ("given", "host", "secure"),
    [
        ("https://alongside.thornmere.example", "alongside.thornmere.example", True),
        ("https://alongside.thornmere.example:8443/", "alongside.thornmere.example", True),
        ("http://localhost:8000", "localhost", False),
        ("http://127.0.0.1", "127.0.0.1", False),
        ("http://[::1]:8000", "::1", False),
    ],
)
def test_an_address_that_may_be_served(given, host, secure):
    read = read_base_url(given)
    assert (read.host, read.secure, read.problem) == (host, secure, "")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("http://alongside.thornmere.example", "is plain http"),
        ("http://10.0.0.5:8000", "is plain http"),
        ("http://localhost.thornmere.example", "is plain http"),
        ("http://0.0.0.0:8000", "is plain http"),
        ("ftp://localhost", "must be like https://"),
        ("alongside.thornmere.example", "must be like https://"),
        ("https://", "must be like https://"),
        ("https://alongside.example/at/a/path", "must be like https://"),
        ("https://somebody@alongside.example", "must be like https://"),
        ("https://alongside.example:port", "is not an address"),
        ("http://[::1", "is not an address"),
    ],
)
def test_an_address_that_stops_start_up_says_why(settings, given, why):
    settings.BASE_URL = given
    (error,) = the_base_address_is_safe()
    assert why in error.msg
    assert error.msg.startswith("ALONGSIDE_BASE_URL: ")


@pytest.mark.parametrize(
    ("given", "safely"),
    [("https://alongside.example", True), ("http://localhost:8000", False)],
)
def test_cookies_redirects_and_passkeys_follow_the_address(given, safely, tmp_path):
    told = {**os.environ, "ALONGSIDE_BASE_URL": given, "ALONGSIDE_HOME": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", SETTINGS], env=told, capture_output=True, text=True, check=True
    )
    assert set(answer.stdout.split()) == {str(safely)}


def test_the_web_application_does_not_start_at_an_unsafe_address(tmp_path):
    told = {
        **os.environ,
        "ALONGSIDE_BASE_URL": "http://alongside.thornmere.example",
        "ALONGSIDE_HOME": str(tmp_path),
    }
    answer = subprocess.run(
        [sys.executable, "-c", "import alongside.config.wsgi"],
        env=told, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 1
    assert "UnsafeToStart" in answer.stderr
    assert "is plain http" in answer.stderr
