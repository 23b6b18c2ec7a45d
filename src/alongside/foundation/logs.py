"""One line for each thing that happened, for a log that may be read by those who may read no record.

JSON for a machine, or words at a terminal. A line holds names of events, ids and numbers. Of an error it
holds the kind and the places in the code: an error's own words may quote what somebody typed.
"""

import logging
import os
import sys
import threading
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

Line = MutableMapping[str, Any]
# What these say is of sockets and processes.
SPEAK_FREELY = ("_granian", "granian")
# Each of these requests is a line of our own, with its route instead of its address.
SAID_ALREADY = ("django.request", "django.security", "django.server")
MOST_PLACES = 12


def write_to(stream: TextIO) -> None:
    """From here on every line of this process goes there, of our own code and of libraries alike."""
    render = _renderer(stream)
    least = logging.WARNING if os.environ.get("ALONGSIDE_LOG") == "quiet" else logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _error_without_words,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    of_libraries = logging.StreamHandler(stream)
    of_libraries.setFormatter(OfLibraries(render))
    root = logging.getLogger()
    root.handlers[:] = [of_libraries]
    root.setLevel(logging.WARNING)
    for name in SAID_ALREADY:
        logging.getLogger(name).setLevel(logging.ERROR)


def say_what_ends_it() -> None:
    """An error that ends this process, or a thread of it, is a line like any other."""

    def ended(kind: type[BaseException], error: BaseException, *_: object) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            structlog.get_logger().critical("ended_by_error", exc_info=error)

    sys.excepthook = ended
    threading.excepthook = lambda told: ended(told.exc_type, told.exc_value or told.exc_type())


def _renderer(stream: TextIO) -> Any:
    wanted = os.environ.get("ALONGSIDE_LOG") or ("terminal" if stream.isatty() else "json")
    if wanted in ("terminal", "quiet"):
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.JSONRenderer()


def _error_without_words(_logger: object, _method: str, line: Line) -> Line:
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        line.update(told_of(error))
    return line


def told_of(error: BaseException) -> dict[str, Any]:
    """What kind of error, where in the code, and what kind caused it: never its words, nor any value."""
    cause = error.__cause__ or error.__context__
    told: dict[str, Any] = {
        "error": _kind(error),
        "at": [
            f"{place.filename.rpartition('site-packages/')[2]}:{place.lineno} {place.name}"
            for place in traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
        ],
    }
    if cause is not None:
        told["because"] = _kind(cause)
    if state := getattr(error, "sqlstate", None) or getattr(cause, "sqlstate", None):
        told["sqlstate"] = state
    return told


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


class OfLibraries(logging.Formatter):
    """A library's line in the shape of ours: its words before anything was filled in, never with it."""

    def __init__(self, render: Any = None) -> None:
        """Granian names this class in its own settings, and gives it no renderer."""
        super().__init__()
        self._render = render or _renderer(sys.stdout)

    def format(self, record: logging.LogRecord) -> str:
        line: Line = {
            "event": _words(record),
            "logger": record.name,
            "level": record.levelname.lower(),
            "place": f"{record.module}:{record.lineno}",
            "exc_info": record.exc_info,
        }
        for add in (
            structlog.contextvars.merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _error_without_words,
        ):
            line = add(None, record.levelname.lower(), line)
        return str(self._render(None, record.levelname.lower(), line))


def _words(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in SPEAK_FREELY:
        return record.getMessage()
    # Without anything to fill in, the words may have been filled in already.
    return str(record.msg) if record.args else "said_by_library"
