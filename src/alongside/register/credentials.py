"""A user's password and last sign-in lie in a table of their own, which the pages' role cannot read.

Django and allauth go on using `user.password` and `user.last_login`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import password_validation

if TYPE_CHECKING:
    from datetime import datetime

    from alongside.register.models import Credential

# Django's name for it, and the column.
COLUMNS = {"password": "password", "last_login": "last_signed_in_at"}


class KeepsCredential:
    """What `AbstractBaseUser` promises of a user, kept by a `Credential`."""

    pk: Any
    _state: Any
    _password: str | None
    _held: "Credential | None" = None

    def _credential(self) -> "Credential":
        """The credential as stored, or an empty one that matches no password."""
        from alongside.register.models import Credential

        if self._held is None:
            stored = None if self._state.adding else Credential.objects.filter(pk=self.pk).first()
            self._held = stored or Credential(user_id=self.pk)
        return self._held

    def _set(self, name: str, value: Any) -> None:
        setattr(self._credential(), COLUMNS[name], value)
        self.__dict__.setdefault("_unsaved", set()).add(name)

    @property
    def password(self) -> str:
        return self._credential().password

    @password.setter
    def password(self, encoded: str) -> None:
        self._set("password", encoded)

    @property
    def last_login(self) -> "datetime | None":
        return self._credential().last_signed_in_at

    @last_login.setter
    def last_login(self, moment: "datetime | None") -> None:
        self._set("last_login", moment)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self._held = None
        self.__dict__.pop("_unsaved", None)
        super().refresh_from_db(*args, **kwargs)  # type: ignore[misc]  # a model's, by the other base

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save the user, and the credential where it changed; fields of it alone touch no user."""
        named = None if update_fields is None else set(update_fields)
        own = None if named is None else named - set(COLUMNS)
        if own is None or own or not named:
            super().save(*args, update_fields=own, **kwargs)  # type: ignore[misc]  # the same
        self._save_credential(set(COLUMNS) if named is None else named)

    def _save_credential(self, named: set[str]) -> None:
        from alongside.register.models import Credential

        changed = self.__dict__.get("_unsaved", set()) & named
        if not changed:
            return
        held = self._credential()
        values = {COLUMNS[name]: getattr(held, COLUMNS[name]) for name in changed}
        self._held, _ = Credential.objects.update_or_create(pk=self.pk, defaults=values)
        self.__dict__["_unsaved"] -= changed
        if "password" in changed and self._password is not None:
            password_validation.password_changed(self._password, self)  # type: ignore[arg-type]
            self._password = None
