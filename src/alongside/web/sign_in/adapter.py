"""Accounts are made by the organisation: nobody signs themselves up."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

LOG = logging.getLogger(__name__)


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # sent after commit: a mail server that is away must not hide what was done
            LOG.exception("The notice %s could not be sent.", template_prefix)
