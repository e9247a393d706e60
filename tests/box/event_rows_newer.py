"""Which events tell of what came with newer versions of the API."""

from tests.authz.rows_newer import (
    BATCH,
    HUB_INVITATION,
    HUB_OPERATIONS,
    LEVEL,
    NODE,
    NOTE,
    SHIELD_LIST,
    TAXONOMY,
    TEAMS,
    TEMPLATE,
)
from tests.box.event_rows import Row, logged, silent, told

_FOLDER = {"type": "folder", "id": "{co_owned_folder_id}"}

NEWER_ROWS: list[tuple[str, Row]] = [
    (
        "post_integration_mappings_teams",
        silent(
            by="admin",
            body={
                "partner_item": {"type": "team", "id": "T2", "tenant_id": "E1", "team_id": "T2"},
                "box_item": _FOLDER,
            },
        ),
    ),
    ("put_integration_mappings_teams_id", silent(by="admin", body={"box_item": _FOLDER}, things=TEAMS)),
    ("delete_integration_mappings_teams_id", silent(by="admin", things=TEAMS)),
    ("post_shield_lists_v2025.0", silent(by="admin", body=SHIELD_LIST)),
    ("put_shield_lists_id_v2025.0", silent(by="admin", body=SHIELD_LIST)),
    ("delete_shield_lists_id_v2025.0", silent(by="admin")),
    # Box documents app items as the source of events of collaborations, and no type for what else is done to hubs.
    ("post_hubs_v2025.0", silent(body={"title": "mine"})),
    ("put_hubs_id_v2025.0", silent(body={"title": "mine"})),
    ("delete_hubs_id_v2025.0", silent()),
    ("post_hubs_id_copy_v2025.0", silent(body={})),
    ("post_hubs_id_manage_items_v2025.0", silent(body=HUB_OPERATIONS)),
    ("post_hub_collaborations_v2025.0", told(log="COLLABORATION_INVITE", body=HUB_INVITATION)),
    ("put_hub_collaborations_id_v2025.0", told(log="COLLABORATION_ROLE_CHANGE", body={"role": "editor"})),
    ("delete_hub_collaborations_id_v2025.0", told(log="COLLABORATION_REMOVE")),
    # Box has events of templates and of instances, and none of taxonomies.
    ("post_metadata_taxonomies", silent(by="admin", body={"displayName": "New", "namespace": "{scope}"})),
    ("patch_metadata_taxonomies_id_id", silent(by="admin", things=TAXONOMY, body=LEVEL)),
    ("delete_metadata_taxonomies_id_id", silent(by="admin", things=TAXONOMY)),
    ("post_metadata_taxonomies_id_id_levels", silent(by="admin", things=TAXONOMY, body=[LEVEL])),
    ("post_metadata_taxonomies_id_id_levels:append", silent(by="admin", things=TAXONOMY, body=LEVEL)),
    ("post_metadata_taxonomies_id_id_levels:trim", silent(by="admin", things=TAXONOMY)),
    ("patch_metadata_taxonomies_id_id_levels_id", silent(by="admin", things=TAXONOMY, body=LEVEL)),
    ("post_metadata_taxonomies_id_id_nodes", silent(by="admin", things=TAXONOMY, body=NODE)),
    ("patch_metadata_taxonomies_id_id_nodes_id", silent(by="admin", things=TAXONOMY, body={"displayName": "New"})),
    ("delete_metadata_taxonomies_id_id_nodes_id", silent(by="admin", things=TAXONOMY)),
    ("post_archives_v2025.0", logged("UPLOAD", body={"name": "Mine"})),
    ("put_archives_id_v2025.0", logged("RENAME", body={"name": "Mine"})),
    ("delete_archives_id_v2025.0", told(log="DELETE DELETE", by="service")),
    # The background work tells of each collaboration that it ends.
    (
        "post_external_users_submit_delete_job_v2025.0",
        silent(by="admin", body={"external_users": [{"type": "user", "id": "{external_user_id}"}]}),
    ),
    (
        "post_automate_workflows_id_start_v2026.0",
        silent(body={"workflow_action_id": "{flow_id}", "file_ids": ["{file_in_folder_id}"]}),
    ),
    ("post_docgen_templates_v2025.0", silent(body={"file": {"type": "file", "id": "{docgen_template_id}"}})),
    ("delete_docgen_templates_id_v2025.0", silent(things=TEMPLATE)),
    # Each document tells of itself, as a file that is uploaded.
    ("post_docgen_batches_v2025.0", silent(body=BATCH)),
    ("post_notes_convert_v2026.0", told("ITEM_UPLOAD", "UPLOAD", body=NOTE)),
]
