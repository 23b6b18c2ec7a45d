from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "alongside.areas.challenges"
    label = "challenges"
    verbose_name = "Challenges"

    def ready(self) -> None:
        from alongside.areas.challenges import events  # noqa: F401  registers this area's events
