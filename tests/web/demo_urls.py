"""The addresses that a demo has: those of the product, and its personas."""

from django.urls import path

from alongside.config.urls import urlpatterns as product
from alongside.web.sign_in.personas import personas

urlpatterns = [*product, path("demo/", personas, name="personas")]
