"""Addresses of the hub's pages."""

from django.urls import path

from alongside.web.hub import acting, asking, deciding, handing_on, queue, same

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
    path(f"{REQUEST}ask/", asking.hub_ask, name="hub_ask"),
    path(f"{REQUEST}add-known/", asking.hub_add_known, name="hub_add_known"),
    path(f"{REQUEST}consult/", asking.hub_consult, name="hub_consult"),
    path(f"{REQUEST}consult/<uuid:team_id>/", asking.hub_consult_team, name="hub_consult_team"),
    path(f"{REQUEST}asked/<uuid:enquiry_id>/withdraw/", asking.hub_withdraw, name="hub_withdraw"),
    path(f"{REQUEST}same/", same.hub_same, name="hub_same"),
    path(f"{REQUEST}hand-on/", handing_on.hub_hand_on, name="hub_hand_on"),
    path(f"{REQUEST}hand-nothing-on/", handing_on.hub_hand_nothing_on, name="hub_hand_nothing_on"),
    path(f"{REQUEST}transfer/", handing_on.hub_transfer, name="hub_transfer"),
]
