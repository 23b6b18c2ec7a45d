"""Server time of three pages, each beside the same layout rendered from constant data; its own process.

Both go through a WSGI application in turn: the product's own, and one whose middleware is the same
without its transaction and its sign-in, and whose view renders what the product's page had shown a
moment before. So what is left is address, headers, form token and template: what a page costs where
nothing is asked. Neither has a network.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench._constant import SHOWN

os.environ["ALONGSIDE_ROLE"] = "web"

PEOPLE, ADDRESSES, WARMED = 20, 25, 2
NEEDS_DATABASE = ("OwnTheTransaction", "ActAsPosting")
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def main() -> None:
    """Print, as JSON: times and queries of each page, and cookies with addresses for a load."""
    import django

    django.setup()
    rounds = int(sys.argv[1])
    pages = {name: list(addresses) for name, addresses in _pages().items()}
    found = {name: _measure(addresses, rounds) for name, addresses in pages.items()}
    print(json.dumps({"pages": found, "load": pages}))


def _pages() -> dict[str, Iterator[tuple[str, str]]]:
    """By page, who asks for what: a session's cookie and an address."""
    return {"child page": _children(), "hub queue": _queues(), "Your children": _schools()}


def _hub() -> list[str]:
    from alongside.register.models import Posting

    hub = Posting.objects.filter(team__kind="front_door").select_related("user").order_by("id")
    return [_signed_in(posting) for posting in hub[:PEOPLE]]


def _children() -> Iterator[tuple[str, str]]:
    """Children of whom something was asked, helped or waiting, as the hub reads them."""
    from django.db import connections

    cookies = _hub()
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT child_id FROM plans_help ORDER BY child_id")
        children = [row[0] for row in cursor.fetchall()]
    connections["loader"].close()
    for n in range(ADDRESSES):
        yield cookies[n % PEOPLE], f"/children/{children[n * len(children) // ADDRESSES]}/"


def _queues() -> Iterator[tuple[str, str]]:
    for cookie in _hub():
        yield cookie, "/hub/"


def _schools() -> Iterator[tuple[str, str]]:
    from alongside.register.models import Posting

    leads = Posting.objects.filter(role="designated_safeguarding_lead").select_related("user")
    every = list(leads.order_by("id"))
    for n in range(PEOPLE):
        yield _signed_in(every[n * len(every) // PEOPLE]), "/children/"


def _signed_in(posting: Any) -> str:
    """The cookie of somebody who has signed in with an app, and acts as this posting."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest
    from django.utils import timezone

    from alongside.access.context import open_context

    if not Authenticator.objects.filter(user=posting.user).exists():
        TOTP.activate(posting.user, generate_totp_secret())
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = SessionStore()
    login(request, posting.user, "allauth.account.auth_backends.AuthenticationBackend")
    request.session["nonce"] = f"nonce of {posting.id}"
    request.session.save()
    open_context(nonce=request.session["nonce"], posting_id=posting.id, at=timezone.now())
    return str(request.session.session_key)


def _measure(addresses: list[tuple[str, str]], rounds: int) -> dict[str, Any]:
    """Milliseconds of the page and of its layout alone, asked for in turn, and the queries of each."""
    from alongside.config.wsgi import application

    shown: dict[tuple[str, str], Any] = {}
    queries, bytes_ = [], []
    for cookie, address in addresses * WARMED:
        with _counted() as asked, _captured(shown, (cookie, address)):
            bytes_.append(len(_get(application, cookie, address)))
        queries.append(len(asked))
    served = {"page": application, "alone": _layout(shown)}
    times: dict[str, list[float]] = {key: [] for way in served for key in (way, f"{way} cpu")}
    for n in range(rounds * len(addresses)):
        for way, one in served.items():
            began, cpu = time.perf_counter(), _on_cpu()
            length = len(_get(one, *addresses[n % len(addresses)]))
            times[f"{way} cpu"].append(_on_cpu() - cpu)
            times[way].append((time.perf_counter() - began) * 1000)
            assert length > min(bytes_) / 2, "the layout alone is not the page"
    return {**times, "queries": max(queries), "kilobytes": max(bytes_) / 1000}


def _on_cpu() -> float:
    """Milliseconds that this process and its PostgreSQL processes have spent on a processor so far.

    Others who use the machine meanwhile add to the clock on the wall, and hardly to this one.
    """
    from django.db import connections

    nanoseconds = time.process_time_ns()
    for alias in ("default", "sign_in"):
        if connections[alias].connection is not None:
            pid = connections[alias].connection.info.backend_pid
            nanoseconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return nanoseconds / 1_000_000


def _get(application: Application, cookie: str, address: str) -> bytes:
    """The body of one page, as a server asks a WSGI application for it."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "", "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "HTTP_HOST": "localhost:8000",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": f"sessionid={cookie}",
        "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    response = application(environ, lambda status, _headers: said.append(status))
    body = b"".join(response)
    response.close()
    assert said == ["200 OK"], (said, address)
    return body


@contextmanager
def _captured(shown: dict[tuple[str, str], Any], key: tuple[str, str]) -> Iterator[None]:
    """Keep the template and everything it was given, read models and all."""
    import jinja2

    render = jinja2.Template.render

    def kept(template: jinja2.Template, *given: Any, **also: Any) -> str:
        shown[key] = (template, dict(*given, **also))
        return render(template, *given, **also)

    with patch.object(jinja2.Template, "render", kept):
        yield


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Every query on any connection, and none of it that only opens or ends a transaction."""
    from django.db import connections

    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with ExitStack() as stack:
        for alias in ("default", "sign_in"):
            stack.enter_context(connections[alias].execute_wrapper(count))
        yield asked


def _layout(shown: dict[tuple[str, str], Any]) -> Application:
    """The same middleware but for what needs the database; its view renders what is given here."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    SHOWN.update(shown)
    middleware = [m for m in settings.MIDDLEWARE if not m.endswith(NEEDS_DATABASE)]
    sessions = "django.contrib.sessions.backends.signed_cookies"
    with override_settings(
        MIDDLEWARE=[*middleware, "bench._constant.Constant"], SESSION_ENGINE=sessions
    ):
        application = get_wsgi_application()
    _refuse_queries(application, shown)
    return application


def _refuse_queries(application: Application, shown: dict[tuple[str, str], Any]) -> None:
    for cookie, address in shown:
        with _counted() as asked:
            _get(application, cookie, address)
        assert not asked, asked


if __name__ == "__main__":
    main()
