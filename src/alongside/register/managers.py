"""How user rows are made: an address in one form, and no password: its person sets that."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from alongside.register.models import User


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, full_name: str, **more: Any) -> "User":
        """A new user, who chooses a password through a link sent to their address."""
        user = self.model(email=email.strip().lower(), full_name=full_name, **more)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)
