"""Addresses of the page of who is away."""

from django.urls import path

from alongside.web.cover import away

urlpatterns = [
    path("away/", away.who_is_away, name="who_is_away"),
    path("away/<uuid:posting_id>/", away.mark_away, name="mark_away"),
    path("away/<uuid:posting_id>/back/", away.mark_back, name="mark_back"),
]
