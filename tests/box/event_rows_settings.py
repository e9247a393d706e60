"""Which events tell of what administrators set up: storage policies, mappings, workflows and the like."""

from tests.authz.rows import AGENT
from tests.box.event_rows import Row, silent, told

_ASSIGNEE = {"type": "user", "id": "{user_id}"}
_POLICY = {"type": "storage_policy", "id": "main"}

SETTINGS_ROWS: list[tuple[str, Row]] = [
    (
        "post_storage_policy_assignments",
        silent(by="admin", body={"storage_policy": _POLICY, "assigned_to": _ASSIGNEE}),
    ),
    ("put_storage_policy_assignments_id", silent(by="admin", body={"storage_policy": _POLICY})),
    ("delete_storage_policy_assignments_id", silent(by="admin")),
    (
        "post_integration_mappings_slack",
        silent(
            by="admin",
            body={
                "partner_item": {"type": "channel", "id": "C2", "slack_org_id": "E1"},
                "box_item": {"type": "folder", "id": "{co_owned_folder_id}"},
            },
        ),
    ),
    (
        "put_integration_mappings_slack_id",
        silent(by="admin", body={"options": {"is_access_management_disabled": True}}),
    ),
    (
        "put_skill_invocations_id",
        told(
            log="METADATA_INSTANCE_CREATE",
            body={
                "status": "success",
                "metadata": {"cards": []},
                "file": {"type": "file", "id": "{file_in_folder_id}"},
            },
            things={"skill_id": "skill"},
        ),
    ),
    ("delete_integration_mappings_slack_id", silent(by="admin")),
    *[
        (
            operation_id,
            told(
                log="BOX_AI_USER_REQUEST",
                body={**mode, "prompt": "What is it?", "items": [{"type": "file", "id": "{file_id}"}]},
            ),
        )
        for operation_id, mode in (
            ("post_ai_ask", {"mode": "single_item_qa"}),
            ("post_ai_text_gen", {}),
            ("post_ai_extract", {}),
        )
    ],
    (
        "post_ai_extract_structured",
        told(
            log="BOX_AI_USER_REQUEST",
            body={"fields": [{"key": "name"}], "items": [{"type": "file", "id": "{file_id}"}]},
        ),
    ),
    ("post_ai_agents", silent(by="admin", body=AGENT)),
    ("put_ai_agents_id", silent(by="admin", body=AGENT)),
    ("delete_ai_agents_id", silent(by="admin")),
    (
        "post_workflows_id_start",
        silent(
            body={
                "flow": {"id": "{flow_id}"},
                "files": [{"id": "{file_in_folder_id}"}],
                "folder": {"id": "{folder_id}"},
            },
        ),
    ),
]
