"""The rows of what came with newer versions of the API; see rows.py."""

from tests.authz.row import Row, admins_only, hidden

TEAMS = {"integration_mapping_id": "teams_mapping_id"}
SHIELD_LIST = {"name": "mine", "content": {"type": "country", "country_codes": ["PL"]}}

NEWER_ROWS: dict[str, Row] = {
    "get_integration_mappings_teams": Row(colleague=403, outsider=200, needs=("teams_mapping_id",)),
    "post_integration_mappings_teams": admins_only(
        body={
            "partner_item": {"type": "team", "id": "mine", "tenant_id": "E1", "team_id": "mine"},
            "box_item": {"type": "folder", "id": "{folder_id}"},
        }
    ),
    "put_integration_mappings_teams_id": admins_only(
        body={"box_item": {"type": "folder", "id": "{folder_id}"}}, things=TEAMS
    ),
    "delete_integration_mappings_teams_id": admins_only(things=TEAMS),
    "get_shield_lists_v2025.0": Row(colleague=403, outsider=200, needs=("shield_list_id",)),
    "post_shield_lists_v2025.0": Row(colleague=403, outsider=200, body=SHIELD_LIST),
    "get_shield_lists_id_v2025.0": admins_only(),
    "put_shield_lists_id_v2025.0": admins_only(body=SHIELD_LIST),
    "delete_shield_lists_id_v2025.0": admins_only(),
    "get_enterprise_configurations_id_v2025.0": admins_only(parameters={"categories": "security,user_settings"}),
    "post_external_users_submit_delete_job_v2025.0": hidden(
        body={"external_users": [{"type": "user", "id": "{external_user_id}"}]}
    ),
    "get_automate_workflows_v2026.0": hidden(parameters={"folder_id": "{folder_id}"}, needs=("workflow_id",)),
    "post_automate_workflows_id_start_v2026.0": hidden(
        body={"workflow_action_id": "{flow_id}", "file_ids": ["{file_in_folder_id}"]}
    ),
}
