from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "tests.swapped.base"
    label = "swapped_base"
