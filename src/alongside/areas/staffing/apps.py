from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "alongside.areas.staffing"
    label = "staffing"
    verbose_name = "Staffing"

    def ready(self) -> None:
        from alongside.areas.staffing import events  # noqa: F401  registers this area's events
