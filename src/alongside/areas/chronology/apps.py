from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    name = "alongside.areas.chronology"
    label = "chronology"
    verbose_name = "Chronology"

    def ready(self) -> None:
        from alongside.areas.chronology import events  # noqa: F401  registers this area's events
