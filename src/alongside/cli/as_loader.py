"""Do something as the loader, and say in words what would not go."""

import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NoReturn

import click
import django
import structlog

from alongside.cli.database import database
from alongside.foundation.database_roles import DatabaseBelongsToAnother, RoleTooPowerful
from alongside.foundation.embedded_postgres import (
    DataFromAnotherVersion,
    PostgresDidNotObey,
    PostgresNotAvailable,
)
from alongside.foundation.logs import say_what_ends_it
from alongside.packs import PackInvalid, PackNotFound

# RuntimeError: DATABASE_LOADER_URL is missing, where the server is the deployment's own.
CANNOT_START = (
    *(PostgresNotAvailable, PostgresDidNotObey, DataFromAnotherVersion),
    *(DatabaseBelongsToAnother, RoleTooPowerful, RuntimeError),
)


@contextmanager
def as_loader(*, in_batches: bool = False) -> Iterator[None]:
    """The loader's own connection, for as long as this lasts; what is refused is said in words.

    `in_batches`, where each part of a load stays once it is taken in.
    """
    os.environ["ALONGSIDE_ROLE"] = "loader"
    with ExitStack() as open_until_done:
        try:
            open_until_done.enter_context(database())
            django.setup()
        except CANNOT_START as reason:
            _refuse(str(reason), reason)
        if not sys.stderr.isatty():  # a log: an error's own words may quote what stands in the file
            say_what_ends_it()
        from alongside.access.context import connected_as

        with connected_as("loader"), without_cycle_searches(), _one_line(), _in_words(in_batches):
            yield


@contextmanager
def _one_line() -> Iterator[None]:
    """A line in the log of what was run and how it ended; somebody at a terminal reads the counts instead."""
    began, ended = time.perf_counter(), "broke_off"
    try:
        yield
        ended = "all_taken"
    except click.exceptions.Exit:
        ended = "some_rejected"
        raise
    except click.ClickException:
        ended = "refused"
        raise
    finally:
        if not sys.stderr.isatty():
            what = click.get_current_context().info_name
            seconds = round(time.perf_counter() - began, 2)
            structlog.get_logger().info("load", what=what, ended=ended, seconds=seconds)


@contextmanager
def without_cycle_searches() -> Iterator[None]:
    """A load makes millions of small things and no cycle of them: looking for one took a third of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _in_words(in_batches: bool) -> Iterator[None]:
    """Turn what may be wrong with a file, a number, a disk or the database into words and exit code 1."""
    from django.db import Error

    from alongside.areas.case_system.actions import SeveralAuthorities, UnknownAuthority
    from alongside.areas.loads.actions import FileChanged, Overtaken
    from alongside.areas.loads.reading.files import CannotGiveBack, FileInTheWay
    from alongside.areas.loads.reading.refusals import TableRefused
    from alongside.areas.schools.actions import TooManyWouldEnd, UnknownSchool
    from alongside.areas.staffing.actions import CodeTaken

    try:
        yield
    except (TableRefused, UnknownSchool, TooManyWouldEnd, FileInTheWay, CodeTaken) as refused:
        _refuse(str(refused), refused)
    except (SeveralAuthorities, UnknownAuthority) as refused:
        _refuse(str(refused), refused)
    except (CannotGiveBack, FileChanged, Overtaken, PackInvalid, PackNotFound) as refused:
        _refuse(str(refused), refused)
    except OSError as refused:
        _refuse(f"{refused.filename or 'The file'}: {refused.strerror}.", refused)
    except Error as refused:
        _refuse(_database_words(refused, in_batches=in_batches), refused)


def _database_words(error: Exception, *, in_batches: bool) -> str:
    """What the database would not do. Its own words may name a child, so only its code is said."""
    code = getattr(error.__cause__, "sqlstate", None) or "no answer"
    changed = (
        "What was taken in before stays, and the same command with the same file goes on from there."
        if in_batches
        else "Nothing was changed."
    )
    return (
        f"The database did not take this ({type(error).__name__}, {code}). {changed} "
        "See that it is running, and bring it up to date with: alongside migrate."
    )


def _refuse(words: str, cause: Exception) -> NoReturn:
    raise click.ClickException(words) from cause
