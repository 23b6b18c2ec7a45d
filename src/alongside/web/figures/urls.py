"""Addresses of the figures."""

from django.urls import path

from alongside.web.figures import page, waiting

urlpatterns = [
    path("figures/", page.figures, name="figures"),
    path("figures/alike/", page.figures_alike, name="figures_alike"),
    path("figures/case-system/", waiting.figures_waiting, name="figures_waiting"),
    path("figures/<slug:key>.csv", page.figures_file, name="figures_file"),
]
