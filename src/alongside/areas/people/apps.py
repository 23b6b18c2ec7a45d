from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "alongside.areas.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from alongside.areas.people import events  # noqa: F401  registers this area's events
