from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "alongside.register"
    label = "register"
    verbose_name = "Register"

    def ready(self) -> None:
        from django.contrib.auth.models import update_last_login
        from django.contrib.auth.signals import user_logged_in

        # Django does this by itself only where last_login is a field of the user.
        user_logged_in.connect(update_last_login, dispatch_uid="update_last_login")
