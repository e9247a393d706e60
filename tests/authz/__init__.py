from tests.authz import world_settings  # noqa: F401 - registers what it makes
