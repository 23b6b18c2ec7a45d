"""Addresses of the hub's pages."""

from django.urls import path

from alongside.web.hub import deciding, queue

urlpatterns = [
    path("hub/", queue.hub_queue, name="hub_queue"),
    path("hub/decided/", queue.hub_decided, name="hub_decided"),
    path("hub/requests/<uuid:request_id>/", queue.hub_request, name="hub_request"),
    path("hub/requests/<uuid:request_id>/decide/", deciding.hub_decide, name="hub_decide"),
    path(
        "hub/requests/<uuid:request_id>/decide/check/",
        deciding.hub_decide_check,
        name="hub_decide_check",
    ),
]
