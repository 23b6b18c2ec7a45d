"""Addresses of what anybody tells the designated officer, and of the officer's pages. None names anybody."""

from django.urls import path

from alongside.web.concerns import officer, reporter

OWN, THEIRS = "concerns/<uuid:concern_id>/", "officer/<uuid:concern_id>/"

urlpatterns = [
    path("concerns/", reporter.own_concerns, name="own_concerns"),
    path("concerns/tell/<slug:question>/", reporter.concern_question, name="concern_question"),
    path("concerns/danger-now/", reporter.concern_danger_now, name="concern_danger_now"),
    path("concerns/check/", reporter.concern_check, name="concern_check"),
    path("concerns/delete/", reporter.concern_discard, name="concern_discard"),
    path(OWN, reporter.own_concern, name="own_concern"),
    path(f"{OWN}sent/", reporter.concern_sent, name="concern_sent"),
    path(f"{OWN}read/", reporter.concern_read, name="concern_read"),
    path("officer/", officer.officer_concerns, name="officer_concerns"),
    path(THEIRS, officer.officer_concern, name="officer_concern"),
    path(f"{THEIRS}acknowledge/", officer.officer_acknowledge, name="officer_acknowledge"),
    path(f"{THEIRS}write/", officer.officer_write, name="officer_write"),
    path(f"{THEIRS}note/", officer.officer_note, name="officer_note"),
    path(f"{THEIRS}close/", officer.officer_close, name="officer_close"),
]
