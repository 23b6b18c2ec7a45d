"""Addresses of the inbox."""

from django.urls import path

from alongside.web.inbox import inbox

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_mark_all, name="inbox_mark_all"),
    path("inbox/<uuid:delivery_id>/read/", inbox.inbox_mark_one, name="inbox_mark_one"),
]
