"""Seeds: YAML documents that say what a development server holds; a section for each kind of thing.

A section is a type and a function, registered by `@section("name", type)` in a module here; docs/reference/server/seeds.md lists
them. Applying a seed twice changes nothing: what is there already, by its id, login, client id or name, is left as it is.
"""

from holdall.control.seeding import (
    content,
    file_requests,
    governance,
    hubs,
    migration_users,
    people,
    policies,
    server,
    sharing,
    sign_templates,
    skills,
    tokens,
    workflows,
)
from holdall.control.seeding.document import SeedError, load_seed, parse_seed, shipped_seeds
from holdall.control.seeding.planting import Planting, apply_seed, apply_to_server

__all__ = [
    "Planting",
    "SeedError",
    "apply_seed",
    "apply_to_server",
    "content",
    "file_requests",
    "governance",
    "hubs",
    "load_seed",
    "migration_users",
    "parse_seed",
    "people",
    "policies",
    "server",
    "sharing",
    "shipped_seeds",
    "sign_templates",
    "skills",
    "tokens",
    "workflows",
]
