"""Scopes: what an application may ask for, what a token may at most do, and how a token is narrowed.

Names and meanings are Box's: https://developer.box.com/guides/api-calls/permissions-and-errors/scopes/
"""

from collections.abc import Collection, Iterable

from holdall.content.identity.errors import OAuthError

APPLICATION_SCOPES: dict[str, str] = {
    "root_readonly": "Read your files and folders",
    "root_readwrite": "Read, write and delete your files and folders",
    "manage_managed_users": "Manage the users of your organization",
    "manage_app_users": "Manage the app users it has made",
    "manage_groups": "Manage the groups of your organization",
    "manage_webhook": "Be told of changes to your files through webhooks",
    "manage_enterprise_properties": "Manage the settings and reports of your organization",
    "manage_data_retention": "Manage retention policies",
    "manage_legal_hold": "Manage legal holds",
    "enterprise_content": "Read and archive the content of everybody in your organization",
    "sign_requests.readwrite": "Send and manage documents for signature",
    "ai.readwrite": "Ask AI about your content",
    "manage_triggers": "Start workflows",
    "docgen.readwrite": "Make documents from templates",
}
"""What an application can be given, and how the consent page says it."""

ALIASES = {"manage_legal_holds": "manage_legal_hold", "gcm": "enterprise_content"}

_OF_READING = frozenset(
    {"base_explorer", "base_picker", "base_preview", "base_sidebar", "item_read", "item_preview", "item_download"}
    | {"annotation_view_all", "annotation_view_self"}
)
_OF_WRITING = frozenset(
    {"base_upload", "item_upload", "item_delete", "item_rename", "item_share", "annotation_edit"},
)

DOWNSCOPES = _OF_READING | _OF_WRITING
"""What a token can be narrowed to besides the scopes of applications."""

_IMPLIED = {
    "root_readonly": _OF_READING,
    "root_readwrite": _OF_READING | _OF_WRITING | {"root_readonly"},
    "manage_managed_users": frozenset({"manage_app_users"}),
}


def parse_scopes(text: str) -> list[str]:
    """The scopes in a space-delimited list, by their canonical names; raises OAuthError for one that is not known."""
    scopes = [ALIASES.get(name, name) for name in text.split()]
    unknown = [name for name in scopes if name not in APPLICATION_SCOPES and name not in DOWNSCOPES]
    if unknown:
        raise OAuthError("invalid_scope", f"There is no scope called {unknown[0]!r}")
    return list(dict.fromkeys(scopes))


def holds(held: Collection[str], scope: str) -> bool:
    """Whether `held` covers a scope, by itself or through a wider one."""
    return scope in held or any(scope in _IMPLIED.get(wider, ()) for wider in held)


def opened_by(scopes: Iterable[str]) -> frozenset[str]:
    """The scopes that cover at least one of these: themselves and every wider one."""
    named = frozenset(scopes)
    return named | {wider for wider, implied in _IMPLIED.items() if not named.isdisjoint(implied)}


def exceeding(held: Collection[str], requested: Iterable[str]) -> list[str]:
    """Those of the requested scopes that `held` does not cover."""
    return [scope for scope in requested if not holds(held, scope)]


def widest(scopes: Collection[str]) -> list[str]:
    """Those of the scopes that no other one of them covers: what a person has to read."""
    return [one for one in scopes if not any(one in _IMPLIED.get(other, ()) for other in scopes)]
