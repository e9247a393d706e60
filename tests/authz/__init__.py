from tests.authz import world_governance, world_newer, world_settings, world_shield  # noqa: F401 - register what they make
