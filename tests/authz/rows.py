"""What each operation answers to those who have no business with a thing: the table that every operation is in.

`colleague` is a managed user of the same enterprise whom nobody invited; `outsider` is the admin of another enterprise,
with every scope. A status is all that a row says: neither may see anything of what the enterprise keeps, unless
`is_seen_by_colleagues`.

Path parameters are filled with things of the enterprise by their own names (see world.py); `things` says otherwise,
and `body` and `parameters` may name things in braces.
"""

from typing import Any

from tests.authz.row import Row, admins_only, hidden, own_list
from tests.authz.rows_newer import NEWER_ROWS
from tests.authz.rows_shield import SHIELD_ROWS

DIGEST = "sha=2jmj7l5rSw0yVb/vlWAYkK/YBwk="
TRASHED = {
    "file_id": "trashed_file_id",
    "folder_id": "trashed_folder_id",
    "web_link_id": "trashed_web_link_id",
}

INSTANCE = {"file_id": "file_with_metadata_id", "folder_id": "folder_with_metadata_id"}
CLASSIFIED = {"file_id": "classified_file_id", "folder_id": "classified_folder_id"}
CARDS = {"file_id": "file_with_cards_id"}
CLASSIFICATION = "enterprise_securityClassification-6VMVochwUWo"
NO_STEPS: list[Any] = []
AGENT = {
    "type": "ai_agent",
    "name": "Mine",
    "access_state": "enabled",
    "ask": {"type": "ai_agent_ask", "access_state": "enabled", "description": "Asks"},
}
RETENTION = {"policy_name": "Mine", "policy_type": "indefinite", "disposition_action": "remove_retention"}

ROWS: dict[str, Row] = {
    **SHIELD_ROWS,
    # files
    "get_files_id": hidden(),
    "put_files_id": hidden(body={"name": "mine.txt"}),
    "delete_files_id": hidden(),
    "post_files_id_copy": hidden(body={"parent": {"id": "0"}}),
    "get_files_id_content": hidden(),
    "get_files_id_thumbnail_id": hidden(things={"extension": "thumbnail_extension"}),
    "get_files_id_collaborations": hidden(),
    # uploads
    "options_files_content": hidden(body={"name": "a.txt", "size": 1, "parent": {"id": "{folder_id}"}}),
    "options_files_id_content": hidden(body={"name": "a.txt", "size": 1}),
    "post_files_content": hidden(
        form={
            "data": {"attributes": '{{"name": "a.txt", "parent": {{"id": "{folder_id}"}}}}'},
            "files": {"file": b"x"},
        },
    ),
    "post_files_id_content": hidden(form={"data": {"attributes": "{{}}"}, "files": {"file": b"x"}}),
    "post_files_upload_sessions": hidden(
        body={"folder_id": "{folder_id}", "file_name": "a.bin", "file_size": 20_000_000}
    ),
    "post_files_id_upload_sessions": hidden(body={"file_size": 20_000_000}),
    "get_files_upload_sessions_id": hidden(),
    "put_files_upload_sessions_id": hidden(parameters={"digest": DIGEST, "content_range": "bytes 0-7/20000000"}),
    "delete_files_upload_sessions_id": hidden(),
    "get_files_upload_sessions_id_parts": hidden(),
    "post_files_upload_sessions_id_commit": hidden(body={"parts": []}, parameters={"digest": DIGEST}),
    # versions of files
    "get_files_id_versions": hidden(),
    "get_files_id_versions_id": hidden(),
    "put_files_id_versions_id": hidden(body={"trashed_at": None}),
    "delete_files_id_versions_id": hidden(),
    "post_files_id_versions_current": hidden(body={"type": "file_version", "id": "{file_version_id}"}),
    # comments
    "get_files_id_comments": hidden(),
    "post_comments": hidden(body={"item": {"type": "file", "id": "{file_id}"}, "message": "mine"}),
    "get_comments_id": hidden(),
    "put_comments_id": hidden(body={"message": "mine"}),
    "delete_comments_id": hidden(),
    # tasks
    "get_files_id_tasks": hidden(),
    "post_tasks": hidden(body={"item": {"type": "file", "id": "{file_id}"}}),
    "get_tasks_id": hidden(),
    "put_tasks_id": hidden(body={"message": "mine"}),
    "delete_tasks_id": hidden(),
    "get_tasks_id_assignments": hidden(),
    "post_task_assignments": hidden(
        body={"task": {"type": "task", "id": "{task_id}"}, "assign_to": {"id": "{user_id}"}}
    ),
    "get_task_assignments_id": hidden(),
    "put_task_assignments_id": hidden(body={"message": "mine"}),
    "delete_task_assignments_id": hidden(),
    # file requests
    "get_file_requests_id": hidden(),
    "put_file_requests_id": hidden(body={"title": "mine"}),
    "delete_file_requests_id": hidden(),
    "post_file_requests_id_copy": hidden(body={"folder": {"id": "{folder_id}"}}),
    # signing
    "get_sign_requests": own_list(),
    "post_sign_requests": hidden(
        body={"signers": [{"email": "a@example.org"}], "source_files": [{"type": "file", "id": "{file_id}"}]}
    ),
    "get_sign_requests_id": hidden(),
    "post_sign_requests_id_cancel": hidden(body={}),
    "post_sign_requests_id_resend": hidden(),
    "get_sign_templates": own_list(),
    "get_sign_templates_id": hidden(things={"template_id": "sign_template_id"}),
    # watermarks
    "get_files_id_watermark": hidden(),
    "put_files_id_watermark": hidden(body={"watermark": {"imprint": "default"}}),
    "delete_files_id_watermark": hidden(),
    "get_folders_id_watermark": hidden(),
    "put_folders_id_watermark": hidden(body={"watermark": {"imprint": "default"}}),
    "delete_folders_id_watermark": hidden(),
    # metadata: templates are for everybody in the enterprise to read; of others one may name none
    "post_metadata_templates_schema": Row(
        colleague=403, outsider=201, body={"scope": "enterprise", "displayName": "Mine"}
    ),
    "get_metadata_templates": own_list(parameters={"metadata_instance_id": "{metadata_instance_id}"}),
    "get_metadata_templates_id": Row(colleague=200, outsider=404, is_seen_by_colleagues=True),
    "get_metadata_templates_id_id_schema": Row(colleague=200, outsider=404, is_seen_by_colleagues=True),
    "put_metadata_templates_id_id_schema": admins_only(body=NO_STEPS),
    "delete_metadata_templates_id_id_schema": admins_only(),
    "get_metadata_templates_global": own_list(),
    "get_metadata_templates_enterprise": Row(colleague=200, outsider=200, is_seen_by_colleagues=True),
    f"get_metadata_templates_{CLASSIFICATION}_schema": Row(
        colleague=200, outsider=404, is_seen_by_colleagues=True, needs=("classifications",)
    ),
    **{
        name: row
        for kind in ("files", "folders")
        for name, row in {
            f"get_{kind}_id_metadata": hidden(things=INSTANCE),
            f"get_{kind}_id_metadata_id_id": hidden(things=INSTANCE),
            f"post_{kind}_id_metadata_id_id": hidden(body={}),
            f"put_{kind}_id_metadata_id_id": hidden(things=INSTANCE, body=NO_STEPS),
            f"delete_{kind}_id_metadata_id_id": hidden(things=INSTANCE),
            f"get_{kind}_id_metadata_{CLASSIFICATION}": hidden(things=CLASSIFIED),
            f"post_{kind}_id_metadata_{CLASSIFICATION}": hidden(body={}),
            f"put_{kind}_id_metadata_{CLASSIFICATION}": hidden(things=CLASSIFIED, body=NO_STEPS),
            f"delete_{kind}_id_metadata_{CLASSIFICATION}": hidden(things=CLASSIFIED),
        }.items()
    },
    "post_metadata_cascade_policies": hidden(
        body={"folder_id": "{folder_id}", "scope": "enterprise", "templateKey": "{template_key}"}
    ),
    "get_metadata_cascade_policies": hidden(
        parameters={"folder_id": "{folder_id}"}, needs=("metadata_cascade_policy_id",)
    ),
    "get_metadata_cascade_policies_id": hidden(),
    "delete_metadata_cascade_policies_id": hidden(),
    "post_metadata_cascade_policies_id_apply": hidden(body={"conflict_resolution": "none"}),
    "post_metadata_queries_execute_read": Row(
        colleague=200,
        outsider=404,
        body={"from": "{scope}.{template_key}", "ancestor_folder_id": "0"},
        needs=("file_with_metadata_id",),
    ),
    "get_metadata_query_indices": Row(
        colleague=200,
        outsider=404,
        parameters={"scope": "{scope}", "template_key": "{template_key}"},
        is_seen_by_colleagues=True,
    ),
    "get_files_id_metadata_global_boxSkillsCards": hidden(things=CARDS),
    "post_files_id_metadata_global_boxSkillsCards": hidden(body={"cards": []}),
    "put_files_id_metadata_global_boxSkillsCards": hidden(things=CARDS, body=NO_STEPS),
    "delete_files_id_metadata_global_boxSkillsCards": hidden(things=CARDS),
    # archives
    "post_zip_downloads": hidden(body={"items": [{"type": "file", "id": "{file_id}"}]}),
    "get_zip_downloads_id_status": hidden(),
    # folders
    "get_folders_id": hidden(),
    "put_folders_id": hidden(body={"name": "mine"}),
    "delete_folders_id": hidden(),
    "get_folders_id_items": hidden(),
    "post_folders": hidden(body={"name": "mine", "parent": {"id": "{folder_id}"}}),
    "post_folders_id_copy": hidden(body={"parent": {"id": "0"}}),
    "get_folders_id_collaborations": hidden(),
    "get_folder_locks": hidden(parameters={"folder_id": "{folder_id}"}),
    "post_folder_locks": hidden(body={"folder": {"type": "folder", "id": "{folder_id}"}}),
    "delete_folder_locks_id": hidden(),
    # web links
    "post_web_links": hidden(body={"url": "https://example.com/", "parent": {"id": "{folder_id}"}}),
    "get_web_links_id": hidden(),
    "put_web_links_id": hidden(body={"name": "mine"}),
    "delete_web_links_id": hidden(),
    # trash
    "get_folders_trash_items": own_list(),
    "get_files_id_trash": hidden(things=TRASHED),
    "delete_files_id_trash": hidden(things=TRASHED),
    "post_files_id": hidden(things=TRASHED),
    "get_folders_id_trash": hidden(things=TRASHED),
    "delete_folders_id_trash": hidden(things=TRASHED),
    "post_folders_id": hidden(things=TRASHED),
    "get_web_links_id_trash": hidden(things=TRASHED),
    "delete_web_links_id_trash": hidden(things=TRASHED),
    "post_web_links_id": hidden(things=TRASHED),
    # collaborations
    "get_collaborations": own_list(parameters={"status": "pending"}),
    "post_collaborations": hidden(
        body={
            "item": {"type": "folder", "id": "{folder_id}"},
            "accessible_by": {"type": "user", "id": "{admin_id}"},
            "role": "viewer",
        },
    ),
    "get_collaborations_id": hidden(),
    "put_collaborations_id": hidden(body={"role": "viewer"}),
    "delete_collaborations_id": hidden(),
    "get_collaboration_whitelist_entries": Row(colleague=403, outsider=200),
    "post_collaboration_whitelist_entries": Row(
        colleague=403, outsider=200, body={"domain": "mine.example.com", "direction": "both"}
    ),
    "get_collaboration_whitelist_entries_id": admins_only(),
    "delete_collaboration_whitelist_entries_id": admins_only(),
    "get_collaboration_whitelist_exempt_targets": Row(colleague=403, outsider=200),
    "post_collaboration_whitelist_exempt_targets": admins_only(body={"user": {"id": "{user_id}"}}),
    "get_collaboration_whitelist_exempt_targets_id": admins_only(),
    "delete_collaboration_whitelist_exempt_targets_id": admins_only(),
    # events
    "get_events": own_list(parameters={"stream_type": "all"}),
    "options_events": own_list(),
    # shared links
    "get_shared_items": hidden(parameters={"boxapi": "shared_link={shared_link}"}),
    # collections
    "get_collections": own_list(),
    "get_collections_id": hidden(),
    "get_collections_id_items": hidden(),
    "get_recent_items": own_list(),
    # users
    "get_users_me": own_list(),
    "get_users": Row(colleague=403, outsider=200),
    "post_users": Row(colleague=403, outsider=201, body={"name": "Mine", "is_platform_access_only": True}),
    "get_users_id": admins_only(),
    "put_users_id": admins_only(body={"name": "Mine"}),
    "delete_users_id": admins_only(),
    "put_users_id_folders_0": admins_only(body={"owned_by": {"id": "{admin_id}"}}),
    "post_users_terminate_sessions": admins_only(body={"user_ids": ["{user_id}"], "user_logins": []}),
    "get_users_id_avatar": hidden(),
    "post_users_id_avatar": admins_only(form={"files": {"pic": ("a.png", b"x", "image/png")}}),
    "delete_users_id_avatar": admins_only(),
    "get_users_id_email_aliases": admins_only(),
    "post_users_id_email_aliases": admins_only(body={"email": "mine@example.org"}),
    "delete_users_id_email_aliases_id": admins_only(),
    "post_invites": admins_only(
        body={"enterprise": {"id": "{enterprise_id}"}, "actionable_by": {"login": "somebody@example.org"}},
    ),
    "get_invites_id": hidden(),
    # search
    "get_search": own_list(parameters={"query": "secret"}),
    # storage policies: the policies are the server's, the assignments an enterprise's
    "get_storage_policies": Row(colleague=403, outsider=200),
    "get_storage_policies_id": Row(colleague=403, outsider=200, things={"storage_policy_id": "storage_policy"}),
    "get_storage_policy_assignments": admins_only(
        parameters={"resolved_for_type": "user", "resolved_for_id": "{user_id}"}
    ),
    "post_storage_policy_assignments": admins_only(
        body={
            "storage_policy": {"type": "storage_policy", "id": "main"},
            "assigned_to": {"type": "user", "id": "{user_id}"},
        },
    ),
    "get_storage_policy_assignments_id": admins_only(),
    "put_storage_policy_assignments_id": admins_only(body={"storage_policy": {"type": "storage_policy", "id": "main"}}),
    "delete_storage_policy_assignments_id": admins_only(),
    # legal holds
    "get_legal_hold_policies": Row(colleague=403, outsider=200, needs=("legal_hold_policy_id",)),
    "post_legal_hold_policies": Row(colleague=403, outsider=201, body={"policy_name": "Mine", "is_ongoing": True}),
    "get_legal_hold_policies_id": admins_only(),
    "put_legal_hold_policies_id": admins_only(body={"policy_name": "Mine"}),
    "delete_legal_hold_policies_id": admins_only(),
    "get_legal_hold_policy_assignments": admins_only(parameters={"policy_id": "{legal_hold_policy_id}"}),
    "post_legal_hold_policy_assignments": admins_only(
        body={"policy_id": "{legal_hold_policy_id}", "assign_to": {"type": "file", "id": "{file_id}"}}
    ),
    "get_legal_hold_policy_assignments_id": admins_only(),
    "delete_legal_hold_policy_assignments_id": admins_only(),
    "get_legal_hold_policy_assignments_id_files_on_hold": admins_only(),
    "get_legal_hold_policy_assignments_id_file_versions_on_hold": admins_only(),
    "get_file_version_legal_holds": Row(
        colleague=403,
        outsider=200,
        parameters={"policy_id": "{legal_hold_policy_id}"},
        needs=("legal_hold_policy_assignment_id",),
    ),
    "get_file_version_legal_holds_id": admins_only(),
    "put_skill_invocations_id": hidden(
        body={
            "status": "success",
            "metadata": {"cards": []},
            "file": {"type": "file", "id": "{file_in_folder_id}"},
        },
        things={"skill_id": "skill"},
    ),
    "get_integration_mappings_slack": Row(colleague=403, outsider=200, needs=("integration_mapping_id",)),
    "post_integration_mappings_slack": admins_only(
        body={
            "partner_item": {"type": "channel", "id": "C2", "slack_org_id": "E1"},
            "box_item": {"type": "folder", "id": "{folder_id}"},
        }
    ),
    "put_integration_mappings_slack_id": admins_only(body={"options": {"is_access_management_disabled": True}}),
    "delete_integration_mappings_slack_id": admins_only(),
    **NEWER_ROWS,
    "get_ai_agent_default": own_list(parameters={"mode": "ask"}),
    "post_ai_ask": hidden(
        body={
            "mode": "single_item_qa",
            "prompt": "What is secret?",
            "items": [{"type": "file", "id": "{file_id}", "content": "x"}],
        }
    ),
    "post_ai_text_gen": hidden(body={"prompt": "Write", "items": [{"type": "file", "id": "{file_id}"}]}),
    "post_ai_extract": hidden(body={"prompt": "name", "items": [{"type": "file", "id": "{file_id}"}]}),
    "post_ai_extract_structured": hidden(
        body={"fields": [{"key": "name"}], "items": [{"type": "file", "id": "{file_id}", "content": "x"}]}
    ),
    "get_ai_agents": own_list(needs=("agent_id",)),
    "post_ai_agents": Row(colleague=403, outsider=200, body=AGENT),
    "get_ai_agents_id": hidden(),
    "put_ai_agents_id": hidden(body=AGENT),
    "delete_ai_agents_id": hidden(),
    "get_workflows": hidden(parameters={"folder_id": "{folder_id}"}, needs=("workflow_id",)),
    "post_workflows_id_start": hidden(
        body={"flow": {"id": "{flow_id}"}, "files": [{"id": "{file_id}"}], "folder": {"id": "{folder_id}"}},
    ),
    # retention
    "get_retention_policies": Row(colleague=403, outsider=200, needs=("retention_policy_id",)),
    "post_retention_policies": Row(colleague=403, outsider=201, body=RETENTION),
    "get_retention_policies_id": admins_only(),
    "put_retention_policies_id": admins_only(body={"policy_name": "Mine"}),
    "delete_retention_policies_id": admins_only(),
    "get_retention_policies_id_assignments": admins_only(),
    "post_retention_policy_assignments": admins_only(
        body={"policy_id": "{retention_policy_id}", "assign_to": {"type": "folder", "id": "{folder_id}"}}
    ),
    "get_retention_policy_assignments_id": admins_only(),
    "delete_retention_policy_assignments_id": admins_only(),
    "get_retention_policy_assignments_id_files_under_retention": admins_only(),
    "get_retention_policy_assignments_id_file_versions_under_retention": admins_only(),
    "get_file_version_retentions": Row(colleague=403, outsider=200, needs=("retention_policy_assignment_id",)),
    "get_file_version_retentions_id": admins_only(),
    # groups
    "get_groups": own_list(),
    "post_groups": Row(colleague=403, outsider=201, body={"name": "mine"}),
    "get_groups_id": hidden(),
    "put_groups_id": hidden(body={"name": "mine"}),
    "delete_groups_id": hidden(),
    "get_groups_id_memberships": hidden(),
    "get_groups_id_collaborations": hidden(),
    "post_groups_terminate_sessions": admins_only(body={"group_ids": ["{group_id}"]}),
    "get_users_id_memberships": admins_only(),
    "post_group_memberships": hidden(body={"user": {"id": "{user_id}"}, "group": {"id": "{group_id}"}}),
    "get_group_memberships_id": hidden(),
    "put_group_memberships_id": hidden(body={"role": "admin"}),
    "delete_group_memberships_id": hidden(),
    # webhooks: everybody else's are out of sight, those of colleagues too
    "get_webhooks": own_list(),
    "post_webhooks": hidden(
        body={
            "target": {"type": "folder", "id": "{folder_id}"},
            "address": "https://example.com/webhooks",
            "triggers": ["FILE.UPLOADED"],
        },
    ),
    "get_webhooks_id": hidden(),
    "put_webhooks_id": hidden(body={"triggers": ["FILE.UPLOADED"]}),
    "delete_webhooks_id": hidden(),
}
