from django.apps import AppConfig


class LoadsConfig(AppConfig):
    name = "alongside.areas.loads"
    label = "loads"
    verbose_name = "Loads"

    def ready(self) -> None:
        from alongside.areas.loads import events  # noqa: F401  registers this area's events
