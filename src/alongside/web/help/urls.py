"""Addresses of the pages of teams that help."""

from django.urls import path

from alongside.web.help import around, recording, taking_on, work

HELP = "help/<uuid:help_id>/"
MEETING = "help/meetings/<uuid:meeting_id>/"

urlpatterns = [
    path("help/", work.help_work, name="help_work"),
    path("help/left/", work.help_left, name="help_left"),
    path("help/attention/", work.help_attention, name="help_attention"),
    path("help/owed/", work.help_owed, name="help_owed"),
    path(HELP, work.help_page, name="help"),
    path(f"{HELP}request/", work.help_request, name="help_request"),
    path(f"{HELP}accept/", taking_on.accept, name="help_accept"),
    path(f"{HELP}decline/", taking_on.decline, name="help_decline"),
    path(f"{HELP}agreement/", taking_on.agreement, name="help_agreement"),
    path(f"{HELP}lead/", taking_on.lead, name="help_lead"),
    path(f"{HELP}end/", taking_on.end, name="help_end"),
    path(f"{HELP}contact/", recording.contact, name="help_contact"),
    path(f"{HELP}update/", recording.update, name="help_update"),
    path(f"{HELP}meeting/", recording.plan_meeting, name="help_meeting"),
    path(f"{MEETING}held/", recording.meeting_held, name="help_meeting_held"),
    path(f"{MEETING}cancel/", recording.cancel_meeting, name="help_meeting_cancel"),
    path(f"{HELP}team/", around.around, name="help_around"),
    path(f"{HELP}team/<uuid:team_id>/leave/", around.leave, name="help_around_leave"),
]
