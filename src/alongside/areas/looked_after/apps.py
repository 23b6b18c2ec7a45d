from django.apps import AppConfig


class LookedAfterConfig(AppConfig):
    name = "alongside.areas.looked_after"
    label = "looked_after"
    verbose_name = "Looked after"

    def ready(self) -> None:
        from alongside.areas.looked_after import events  # noqa: F401  registers this area's events
