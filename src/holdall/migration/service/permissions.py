"""What the people of the service may do: a closed list of permissions, and the roles that are there from the start.

Reading and changing are told apart, and running jobs from writing them: who starts a migration need not be able to change it.
"""

import msgspec


class Permission(msgspec.Struct, frozen=True):
    """One thing that a role may allow."""

    id: str
    name: str
    description: str


class Category(msgspec.Struct, frozen=True):
    """Permissions about one kind of thing."""

    id: str
    name: str
    permissions: tuple[Permission, ...]


class Role(msgspec.Struct, frozen=True):
    """A named set of permissions that people have."""

    id: str
    name: str
    permissions: frozenset[str]
    is_built_in: bool = False


CATEGORIES = (
    Category(
        "connections",
        "Connections",
        (
            Permission("connections.read", "See connections", "List connections and browse what is behind them."),
            Permission("connections.write", "Change connections", "Make, change, sign in and delete connections."),
        ),
    ),
    Category(
        "jobs",
        "Jobs",
        (
            Permission("jobs.read", "See jobs", "List jobs, their schedules, categories and history."),
            Permission("jobs.write", "Change jobs", "Make, change, reset and delete jobs, templates and categories."),
            Permission(
                "jobs.run", "Run jobs", "Start, pause, go on with and cancel jobs; retry or ignore items; undo."
            ),
        ),
    ),
    Category(
        "reports",
        "Reports",
        (
            Permission("reports.read", "See results", "Read items, statistics, the audit log, manifests and reports."),
            Permission("reports.write", "Change reports", "Make and delete reports and error categories."),
        ),
    ),
    Category(
        "maps",
        "Maps",
        (
            Permission("maps.read", "See maps", "Read how accounts and groups are mapped."),
            Permission("maps.write", "Change maps", "Make, change and delete maps of accounts and groups."),
        ),
    ),
    Category(
        "settings",
        "Settings",
        (
            Permission(
                "settings.read", "See settings", "Read performance, schedulers, notifications and the log's level."
            ),
            Permission("settings.write", "Change settings", "Change performance, schedulers, notifications and mail."),
        ),
    ),
    Category(
        "users",
        "People",
        (
            Permission("users.read", "See people", "List users, roles and ownership groups."),
            Permission("users.write", "Change people", "Make, change and delete users, roles and ownership groups."),
        ),
    ),
)

PERMISSIONS = {one.id: one for category in CATEGORIES for one in category.permissions}

ADMINISTRATOR = Role("0" * 31 + "1", "Administrator", frozenset(PERMISSIONS), is_built_in=True)
OPERATOR = Role(
    "0" * 31 + "2",
    "Operator",
    frozenset(PERMISSIONS) - {"users.read", "users.write", "settings.write"},
    is_built_in=True,
)
AUDITOR = Role(
    "0" * 31 + "3", "Auditor", frozenset(one for one in PERMISSIONS if one.endswith(".read")), is_built_in=True
)
BUILT_IN = {role.id: role for role in (ADMINISTRATOR, OPERATOR, AUDITOR)}
"""Roles that nobody can change or delete."""
