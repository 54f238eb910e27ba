from django.apps import AppConfig


class AssociationConfig(AppConfig):
    name = "tests.swapped.association"
    label = "association"
