from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "alongside.areas.plans"
    label = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from alongside.areas.plans import events  # noqa: F401  registers this area's events
