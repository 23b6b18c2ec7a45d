"""Somebody who is signed in, over HTTP."""

from django.test import Client
from django.utils import timezone

from alongside.access.context import open_context
from alongside.register.models import Posting


def signed_in(posting: Posting) -> Client:
    client = Client()
    client.force_login(posting.user)
    session = client.session
    session["demo_persona"], session["nonce"] = True, f"nonce of {posting.id}"
    session.save()
    open_context(nonce=session["nonce"], posting_id=posting.id, at=timezone.now())
    return client
