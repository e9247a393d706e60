"""Enterprise configurations: what holds in an enterprise, by categories. What Holdall does not have is left out."""

from typing import Any

from holdall.base.errors import InvalidParameter
from holdall.base.passwords import MINIMUM_LENGTH
from holdall.box.binding import CommaList, Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.identity.provision import DEFAULT_TIMEZONE
from holdall.content.sharing.collaborations import FOLDER_ROLES
from holdall.content.sharing.configuration import Configuration, find_configuration


@operation("get_enterprise_configurations_id_v2025.0")
async def get_configuration(ctx: Context, enterprise_id: Id, categories: CommaList) -> Document:
    """The categories of the enterprise's configuration that are asked for."""
    unknown = set(categories) - _CATEGORIES.keys()
    if unknown or not categories:
        known = ", ".join(_CATEGORIES)
        raise InvalidParameter(
            "categories", f"must name some of {known}" + "".join(f"; not {one!r}" for one in unknown)
        )
    found = await find_configuration(ctx.db, ctx.subject, enterprise_id)
    chosen = {name: _CATEGORIES[name](ctx, found) for name in dict.fromkeys(categories)}
    return {"type": "enterprise_configuration", "id": str(enterprise_id), **chosen}


def _used(values: dict[str, Any]) -> Document:
    return {name: {"is_used": True, "value": value} for name, value in values.items()}


def _security(_ctx: Context, _found: Configuration) -> Document:
    return _used(
        {
            "is_managed_user_signup_enabled": False,
            "is_multi_factor_auth_required": False,
            "password_min_length": MINIMUM_LENGTH,
            "password_min_uppercase_characters": 0,
            "password_min_numeric_characters": 0,
            "password_min_special_characters": 0,
        }
    )


def _content_and_sharing(ctx: Context, found: Configuration) -> Document:
    allowlisted, open_to_all = "limit_collaboration_to_allowlisted_domains", "enable_external_collaboration"
    return _used(
        {
            "shared_link_company_definition": "enterprise_id",
            "shared_link_access": found.link_access_limit,
            "shared_link_default_access": found.link_default_access,
            "is_open_custom_urls_disabled": False,
            "collaboration_permissions": {
                f"is_{role.replace(' ', '_').replace('-', '_')}_role_enabled": True for role in FOLDER_ROLES
            },
            "is_invite_privilege_restricted": False,
            "is_invite_group_collaborator_disabled": False,
            "external_collaboration_status": allowlisted if found.is_allowlist_used else open_to_all,
            "external_collaboration_allowlist_users": [
                {"id": one.user_id, "name": one.user_name, "email": one.user_login} for one in found.exempt_users
            ],
            "is_watermarking_enterprise_feature_enabled": True,
            "is_root_content_creation_restricted": False,
            "is_tag_creation_restricted": False,
            "is_shared_links_expiration_enabled": False,
            "is_collaboration_expiration_enabled": False,
            "trash_auto_clear_time": ctx.platform.settings.trash_retention,
        }
    )


def _user_settings(_ctx: Context, found: Configuration) -> Document:
    return _used(
        {
            "is_enterprise_sso_required": False,
            "is_enterprise_sso_in_testing": False,
            "is_view_all_users_enabled_for_new_users": True,
            "is_external_collaboration_restricted_for_new_users": False,
            "is_unlimited_storage_enabled_for_new_users": found.new_user_space_amount == -1,
            "new_user_default_storage_limit": found.new_user_space_amount,
            "new_user_default_timezone": DEFAULT_TIMEZONE,
            "new_user_default_language": "English (US)",
        }
    )


def _shield(_ctx: Context, _found: Configuration) -> Document:
    return {"shield_rules": []}


_CATEGORIES = {
    "security": _security,
    "content_and_sharing": _content_and_sharing,
    "user_settings": _user_settings,
    "shield": _shield,
}
