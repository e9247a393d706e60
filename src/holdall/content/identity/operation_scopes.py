"""Which scopes open which operation: a row per tag of the contract, and the operations that differ from their tag.

A token needs one of the scopes of the row; what its user may do with the thing itself is decided elsewhere.
"""

from functools import cache
from typing import Final

from holdall.base.errors import InsufficientScope
from holdall.content.identity.scopes import APPLICATION_SCOPES, DOWNSCOPES, opened_by
from holdall.content.identity.subject import Subject
from holdall.contract import Operation, find_operation, load_operations

_READ: Final = "root_readonly"
_WRITE: Final = "root_readwrite"
_SETTINGS: Final = "manage_enterprise_properties"
_PEOPLE: Final = "manage_managed_users manage_app_users"
_RETENTION: Final = "manage_data_retention"
_HOLDS: Final = "manage_legal_hold"

_CONTENT_TAGS = """
    app_item_associations chunked_uploads classifications collections comments downloads file_classifications
    file_metadata file_requests file_versions file_watermarks files folder_classifications folder_locks
    folder_metadata folder_watermarks folders hub_collaborations hub_document hub_items hubs list_collaborations
    metadata_cascade_policies metadata_taxonomies metadata_templates notes recent_items search
    shared_links_app_items shared_links_files shared_links_folders shared_links_web_links skills task_assignments
    tasks trashed_files trashed_folders trashed_items trashed_web_links uploads user_collaborations web_links
    zip_downloads events
"""
"""The user's own content: reading opens GET and OPTIONS, writing opens everything."""

_TAGS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(_CONTENT_TAGS.split(), (_READ, _WRITE)),
    # Written as (scopes for GET and OPTIONS, scopes for the other methods).
    "ai": ("ai.readwrite", "ai.readwrite"),
    "ai_studio": ("ai.readwrite", "ai.readwrite"),
    "archives": ("enterprise_content", "enterprise_content"),
    "automate_workflows": ("manage_triggers", "manage_triggers"),
    "avatars": (f"{_READ} {_PEOPLE}", f"{_WRITE} {_PEOPLE}"),
    "collaboration_allowlist_entries": (_SETTINGS, _SETTINGS),
    "collaboration_allowlist_exempt_targets": (_SETTINGS, _SETTINGS),
    "device_pinners": (_SETTINGS, _SETTINGS),
    "docgen": (f"docgen.readwrite {_READ}", f"docgen.readwrite {_WRITE}"),
    "docgen_template": (f"docgen.readwrite {_READ}", f"docgen.readwrite {_WRITE}"),
    "email_aliases": (_PEOPLE, _PEOPLE),
    "enterprise_configurations": (_SETTINGS, _SETTINGS),
    "external_users": (_PEOPLE, _PEOPLE),
    "file_version_legal_holds": (_HOLDS, _HOLDS),
    "file_version_retentions": (_RETENTION, _RETENTION),
    "groups": ("manage_groups", "manage_groups"),
    "integration_mappings": (_SETTINGS, _SETTINGS),
    "invites": (f"{_SETTINGS} {_PEOPLE}", f"{_SETTINGS} {_PEOPLE}"),
    "legal_hold_policies": (_HOLDS, _HOLDS),
    "legal_hold_policy_assignments": (_HOLDS, _HOLDS),
    "memberships": ("manage_groups", "manage_groups"),
    "retention_policies": (_RETENTION, _RETENTION),
    "retention_policy_assignments": (_RETENTION, _RETENTION),
    "session_termination": (f"{_PEOPLE} manage_groups", f"{_PEOPLE} manage_groups"),
    "shield_information_barrier_reports": (_SETTINGS, _SETTINGS),
    "shield_information_barrier_segment_members": (_SETTINGS, _SETTINGS),
    "shield_information_barrier_segment_restrictions": (_SETTINGS, _SETTINGS),
    "shield_information_barrier_segments": (_SETTINGS, _SETTINGS),
    "shield_information_barriers": (_SETTINGS, _SETTINGS),
    "shield_lists": (_SETTINGS, _SETTINGS),
    "sign_requests": ("sign_requests.readwrite", "sign_requests.readwrite"),
    "sign_templates": ("sign_requests.readwrite", "sign_requests.readwrite"),
    "storage_policies": (_SETTINGS, _SETTINGS),
    "storage_policy_assignments": (_SETTINGS, _SETTINGS),
    "terms_of_service_user_statuses": (f"{_READ} {_SETTINGS}", f"{_WRITE} {_SETTINGS}"),
    "terms_of_services": (f"{_READ} {_SETTINGS}", _SETTINGS),
    "transfer": (_WRITE, _WRITE),
    "users": (_PEOPLE, _PEOPLE),
    "webhooks": ("manage_webhook", "manage_webhook"),
    "workflows": ("manage_triggers", "manage_triggers"),
}

_FILE_VIEWERS = "base_explorer base_picker base_preview base_sidebar item_preview item_download item_rename item_share"
_FOLDER_VIEWERS = "base_explorer base_picker base_upload item_upload item_rename item_share"
_UPLOADERS = "base_upload item_upload"

_OPERATIONS: dict[str, str] = {
    # Who a token speaks for is no secret to its holder; of other users the handler tells those who manage them.
    "get_users_me": " ".join(APPLICATION_SCOPES.keys() | DOWNSCOPES),
    "get_users_id": " ".join(APPLICATION_SCOPES.keys() | DOWNSCOPES),
    # The admin's stream needs the scope for settings; the handler asks for it where stream_type says so.
    "get_events": f"{_READ} {_SETTINGS}",
    # The narrow scopes that a token for a page in a browser is given.
    "get_files_id": f"{_READ} {_FILE_VIEWERS}",
    "get_files_id_thumbnail_id": f"{_READ} base_explorer base_preview item_preview",
    "get_files_id_content": f"{_READ} item_download",
    "post_zip_downloads": f"{_READ} item_download",
    "get_zip_downloads_id_status": f"{_READ} item_download",
    "put_files_id": f"{_WRITE} item_rename item_share",
    "delete_files_id": f"{_WRITE} item_delete",
    "get_folders_id": f"{_READ} {_FOLDER_VIEWERS}",
    "get_folders_id_items": f"{_READ} base_explorer base_picker base_upload item_upload",
    "put_folders_id": f"{_WRITE} item_rename item_share",
    "delete_folders_id": f"{_WRITE} item_delete",
    "post_folders": f"{_WRITE} item_upload",
    "get_web_links_id": f"{_READ} base_explorer base_picker",
    "put_web_links_id": f"{_WRITE} item_rename item_share",
    "delete_web_links_id": f"{_WRITE} item_delete",
    "get_search": f"{_READ} base_explorer base_picker",
    "get_recent_items": f"{_READ} base_explorer base_picker",
    "post_metadata_queries_execute_read": f"{_READ} base_explorer",
    "options_files_content": f"{_WRITE} {_UPLOADERS}",
    "options_files_id_content": f"{_WRITE} {_UPLOADERS}",
    "post_files_content": f"{_WRITE} {_UPLOADERS}",
    "post_files_id_content": f"{_WRITE} {_UPLOADERS}",
    "post_files_upload_sessions": f"{_WRITE} {_UPLOADERS}",
    "post_files_id_upload_sessions": f"{_WRITE} {_UPLOADERS}",
    "get_files_upload_sessions_id": f"{_WRITE} {_UPLOADERS}",
    "get_files_upload_sessions_id_parts": f"{_WRITE} {_UPLOADERS}",
    "put_files_upload_sessions_id": f"{_WRITE} {_UPLOADERS}",
    "post_files_upload_sessions_id_commit": f"{_WRITE} {_UPLOADERS}",
    "delete_files_upload_sessions_id": f"{_WRITE} {_UPLOADERS}",
}


def required_scopes(operation: Operation) -> frozenset[str]:
    """The scopes of which a token needs one; none for a public operation. Raises LookupError for a tag without a row."""
    if operation.public:
        return frozenset()
    own = _OPERATIONS.get(operation.id.partition("#")[0])
    if own is None:
        reading, writing = _TAGS[operation.tag]
        own = reading if operation.method in {"GET", "OPTIONS"} else writing
    return frozenset(own.split())


def check_scopes(subject: Subject, operation_id: str) -> None:
    """Raise InsufficientScope where the token has none of the scopes that open the operation."""
    needed = _openers()[operation_id]
    if needed and needed.isdisjoint(subject.scopes):
        raise insufficient_scope(required_scopes(find_operation(operation_id)))


def waits_for_terms(operation_id: str) -> bool:
    """Whether an operation is refused to who has not accepted the terms of the enterprise: all but who am I, and they."""
    return operation_id not in _open_without_terms()


def insufficient_scope(needed: frozenset[str]) -> InsufficientScope:
    """The refusal of a token whose scopes do not suffice, with the challenge that Box sends."""
    message = "The request requires higher privileges than provided by the access token."
    challenge = f'Bearer realm="Service", error="insufficient_scope", error_description="{message}"'
    return InsufficientScope(
        f"{message} It needs one of the scopes: {', '.join(sorted(needed))}", headers={"www-authenticate": challenge}
    )


@cache
def _open_without_terms() -> frozenset[str]:
    tags = {"terms_of_services", "terms_of_service_user_statuses"}
    return frozenset({"get_users_me"} | {one.id for one in load_operations().values() if one.tag in tags})


@cache
def _openers() -> dict[str, frozenset[str]]:
    return {operation.id: opened_by(required_scopes(operation)) for operation in load_operations().values()}
