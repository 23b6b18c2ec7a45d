from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "alongside.config"
    label = "config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        from alongside.config import checks  # noqa: F401  registers the system checks
        from alongside.demo import events  # noqa: F401  registers what the demo records
