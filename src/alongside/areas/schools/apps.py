from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "alongside.areas.schools"
    label = "schools"
    verbose_name = "Schools"

    def ready(self) -> None:
        from alongside.areas.schools import events  # noqa: F401  registers this area's events
