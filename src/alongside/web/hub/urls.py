"""Addresses of the hub's pages."""

from django.urls import path

from alongside.web.hub import acting, deciding, queue

REQUEST = "hub/requests/<uuid:request_id>/"

urlpatterns = [
    path("hub/", queue.hub_queue, name="hub_queue"),
    path("hub/decided/", queue.hub_decided, name="hub_decided"),
    path(REQUEST, queue.hub_request, name="hub_request"),
    path(f"{REQUEST}claim/", acting.hub_claim, name="hub_claim"),
    path(f"{REQUEST}hand-back/", acting.hub_hand_back, name="hub_hand_back"),
    path(f"{REQUEST}call/", acting.hub_call, name="hub_call"),
    path(f"{REQUEST}return/", acting.hub_return, name="hub_return"),
    path(f"{REQUEST}decide/", deciding.hub_decide, name="hub_decide"),
    path(f"{REQUEST}decide/check/", deciding.hub_decide_check, name="hub_decide_check"),
]
