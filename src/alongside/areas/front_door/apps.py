from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "alongside.areas.front_door"
    label = "front_door"
    verbose_name = "Front door"

    def ready(self) -> None:
        from alongside.areas.front_door import events  # noqa: F401  registers this area's events
