"""Which connection counts sign-ins: one that commits by itself, whatever becomes of the page."""

from typing import Any

from django.db.models import Model


class ThrottleOutsideTheTransaction:
    """Sends Django's cache table to the sign-in role's connection."""

    def db_for_read(self, model: type[Model], **_: Any) -> str | None:
        return "sign_in" if model._meta.app_label == "django_cache" else None  # noqa: SLF001

    def db_for_write(self, model: type[Model], **_: Any) -> str | None:
        return "sign_in" if model._meta.app_label == "django_cache" else None  # noqa: SLF001
