"""Addresses for machines that watch the deployment."""

from django.urls import path

from alongside.web.running import pages

urlpatterns = [
    path("healthz", pages.alive, name="alive"),
    path("readyz", pages.ready, name="ready"),
    path("metrics", pages.metrics, name="metrics"),
]
