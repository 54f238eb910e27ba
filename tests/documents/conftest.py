from hypothesis import HealthCheck, settings

# A busy machine must not fail a property: how long one example takes says nothing here.
settings.register_profile("documents", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("documents")
