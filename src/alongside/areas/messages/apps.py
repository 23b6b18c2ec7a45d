from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "alongside.areas.messages"
    label = "messages"
    verbose_name = "Messages"

    def ready(self) -> None:
        from alongside.areas.messages import events  # noqa: F401  registers this area's events
