"""Addresses of the pages on which a school disagrees and the hub answers."""

from django.urls import path

from alongside.web.challenges import hub, school

ONE, AT_HUB = "challenges/<uuid:challenge_id>/", "hub/challenges/<uuid:challenge_id>/"

urlpatterns = [
    path("requests/<uuid:request_id>/disagree/", school.disagree, name="disagree"),
    path(ONE, school.challenge, name="challenge"),
    path(f"{ONE}next/", school.next_stage, name="challenge_next"),
    path(f"{ONE}accept/", school.accept, name="challenge_accept"),
    path(f"{ONE}withdraw/", school.withdraw, name="challenge_withdraw"),
    path("hub/challenges/", hub.hub_challenges, name="hub_challenges"),
    path(AT_HUB, hub.hub_challenge, name="hub_challenge"),
    path(f"{AT_HUB}answer/", hub.hub_answer, name="hub_answer"),
]
