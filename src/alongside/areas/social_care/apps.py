from django.apps import AppConfig


class SocialCareConfig(AppConfig):
    name = "alongside.areas.social_care"
    label = "social_care"
    verbose_name = "Social care"

    def ready(self) -> None:
        from alongside.areas.social_care import events  # noqa: F401  registers this area's events
