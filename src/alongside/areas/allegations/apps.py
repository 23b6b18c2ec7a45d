from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    name = "alongside.areas.allegations"
    label = "allegations"
    verbose_name = "Allegations"

    def ready(self) -> None:
        from alongside.areas.allegations import events  # noqa: F401  registers this area's events
