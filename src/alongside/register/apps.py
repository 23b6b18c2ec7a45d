from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "alongside.register"
    label = "register"
    verbose_name = "Register"
