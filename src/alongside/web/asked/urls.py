"""Addresses of the pages of whoever was asked."""

from django.urls import path

from alongside.web.asked import answering

urlpatterns = [
    path("questions/", answering.questions, name="questions"),
    path("questions/answered/", answering.question_answered, name="question_answered"),
    path("questions/<uuid:enquiry_id>/", answering.question, name="question"),
    path("questions/<uuid:enquiry_id>/check/", answering.question_check, name="question_check"),
]
