from django.apps import AppConfig


class LoadsConfig(AppConfig):
    name = "alongside.areas.loads"
    label = "loads"
    verbose_name = "Loads"
