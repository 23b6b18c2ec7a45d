"""Addresses of the school's pages."""

from django.urls import path

from alongside.web.school import children, options, record, requests, sharing, telling

urlpatterns = [
    path("children/", children.your_children, name="your_children"),
    path("children/<uuid:child_id>/tell/", telling.begin_tell, name="begin_tell"),
    path(
        "children/<uuid:child_id>/who-knows/",
        sharing.who_at_school_knows,
        name="who_at_school_knows",
    ),
    path(
        "children/<uuid:child_id>/who-knows/<uuid:user_id>/stop/",
        sharing.stop_sharing,
        name="stop_sharing",
    ),
    path("school-record/", record.your_record, name="school_record"),
    path("tell/<uuid:draft_id>/check/", telling.tell_check, name="tell_check"),
    path("tell/<uuid:draft_id>/delete/", telling.tell_discard, name="tell_discard"),
    path("tell/<uuid:draft_id>/danger-now/", telling.tell_danger_now, name="tell_danger_now"),
    path("tell/<uuid:draft_id>/others/", options.tell_others, name="tell_others"),
    path("tell/<uuid:draft_id>/how/", options.tell_how, name="tell_how"),
    path("tell/<uuid:draft_id>/<slug:question>/", telling.tell_question, name="tell_question"),
    path("requests/<uuid:request_id>/", requests.request_page, name="request"),
    path("requests/<uuid:request_id>/sent/", requests.request_sent, name="request_sent"),
    path("requests/<uuid:request_id>/read/", requests.request_read, name="request_read"),
]
