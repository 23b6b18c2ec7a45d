"""What is read and written only by the sign_in role, on a connection of its own.

It commits by itself, whatever becomes of the page: a refused page forgets no failed try.
"""

from typing import Any

from django.db.models import Model

from alongside.access.context import SIGN_IN

ONLY_SIGN_IN = frozenset(
    {
        "sessions.session",
        "mfa.authenticator",
        "account.emailaddress",
        "register.credential",
    }
)


class OnlySignIn:
    """Sends sessions, credentials and the sign-in throttle to the sign_in role's connection."""

    def _connection(self, model: type[Model]) -> str | None:
        about = model._meta  # noqa: SLF001
        ours = about.app_label == "django_cache" or about.label_lower in ONLY_SIGN_IN
        return SIGN_IN if ours else None

    def db_for_read(self, model: type[Model], **_: Any) -> str | None:
        return self._connection(model)

    def db_for_write(self, model: type[Model], **_: Any) -> str | None:
        return self._connection(model)

    def allow_relation(self, *_: Model, **__: Any) -> bool:
        """It is one database: a user read by one role is the same row to another."""
        return True
