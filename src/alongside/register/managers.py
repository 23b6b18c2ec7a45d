"""How user rows are made: an address in one form, a password only as a hash."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from alongside.register.models import User


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, full_name: str, password: str | None = None, **more: Any
    ) -> "User":
        """A new user; without a password they can sign in only by passkey or by their organisation."""
        user = self.model(email=email.strip().lower(), full_name=full_name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)
