"""Addresses of what came in. None names anybody."""

from django.urls import path

from alongside.web.loads import matches, page

urlpatterns = [
    path("loads/", page.loads, name="loads"),
    path("loads/unclear/", matches.unclear_matches, name="unclear_matches"),
    path("loads/unclear/<uuid:match_id>/", matches.unclear_match, name="unclear_match"),
    path("loads/<uuid:load_id>/", page.one_load, name="load"),
    path("loads/<uuid:load_id>/send-back.csv", page.load_file, name="load_file"),
]
