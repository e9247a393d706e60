from tests.authz import world_governance, world_settings  # noqa: F401 - register what they make
