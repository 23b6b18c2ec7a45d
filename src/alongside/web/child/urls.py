"""Addresses of a child's page."""

from django.urls import path

from alongside.web.child import page

urlpatterns = [
    path("children/<uuid:child_id>/", page.child, name="child"),
    path("children/<uuid:child_id>/print/", page.child_print, name="child_print"),
]
