from django.apps import AppConfig


class CaseSystemConfig(AppConfig):
    name = "alongside.areas.case_system"
    label = "case_system"
    verbose_name = "Case system"

    def ready(self) -> None:
        from alongside.areas.case_system import events  # noqa: F401  registers this area's events
