from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "alongside.areas.clocks"
    label = "clocks"
    verbose_name = "Clocks"

    def ready(self) -> None:
        from alongside.areas.clocks import events  # noqa: F401  registers this area's events
