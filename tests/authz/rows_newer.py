"""The rows of what came with newer versions of the API; see rows.py."""

from tests.authz.row import Row, admins_only, hidden, own_list

TEAMS = {"integration_mapping_id": "teams_mapping_id"}
SHIELD_LIST = {"name": "mine", "content": {"type": "country", "country_codes": ["PL"]}}
HUB = {"hub_id": "{hub_id}"}
HUB_OPERATIONS = {"operations": [{"action": "add", "item": {"type": "folder", "id": "{folder_id}"}}]}
HUB_INVITATION = {
    "hub": {"type": "hubs", "id": "{hub_id}"},
    "accessible_by": {"type": "user", "id": "{hub_guest_id}"},
    "role": "viewer",
}
NOTE = {
    "content": "# Plan",
    "content_format": "markdown",
    "parent": {"type": "folder", "id": "{folder_id}"},
    "name": "mine",
}
TEMPLATE = {"template_id": "docgen_template_id"}
BATCH = {
    "file": {"type": "file", "id": "{docgen_template_id}"},
    "input_source": "api",
    "destination_folder": {"type": "folder", "id": "{folder_id}"},
    "output_type": "docx",
    "document_generation_data": [{"generated_file_name": "mine", "user_input": {"name": "Ann"}}],
}

TAXONOMY = {"namespace": "scope"}
TAXONOMY_FIELD = {"namespace": "scope", "template_key": "template_with_taxonomy_key", "field_key": "taxonomy_field_key"}
LEVEL = {"displayName": "mine"}
NODE = {"displayName": "mine", "level": 1}

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
    # Taxonomies are for everybody in the enterprise to read, as templates are.
    "post_metadata_taxonomies": Row(colleague=403, outsider=403, body={"displayName": "Mine", "namespace": "{scope}"}),
    **dict.fromkeys(
        ("get_metadata_taxonomies_id", "get_metadata_taxonomies_id_id", "get_metadata_taxonomies_id_id_nodes"),
        Row(colleague=200, outsider=404, things=TAXONOMY, needs=("node_id",), is_seen_by_colleagues=True),
    ),
    "get_metadata_taxonomies_id_id_nodes_id": Row(
        colleague=200, outsider=404, things=TAXONOMY, is_seen_by_colleagues=True
    ),
    "get_metadata_templates_id_id_fields_id_options": Row(
        colleague=200, outsider=404, things=TAXONOMY_FIELD, is_seen_by_colleagues=True
    ),
    "patch_metadata_taxonomies_id_id": admins_only(things=TAXONOMY, body=LEVEL),
    "delete_metadata_taxonomies_id_id": admins_only(things=TAXONOMY),
    "post_metadata_taxonomies_id_id_levels": admins_only(things=TAXONOMY, body=[LEVEL]),
    "post_metadata_taxonomies_id_id_levels:append": admins_only(things=TAXONOMY, body=LEVEL),
    "post_metadata_taxonomies_id_id_levels:trim": admins_only(things=TAXONOMY),
    "patch_metadata_taxonomies_id_id_levels_id": admins_only(things=TAXONOMY, body=LEVEL),
    "post_metadata_taxonomies_id_id_nodes": admins_only(things=TAXONOMY, body=NODE),
    "patch_metadata_taxonomies_id_id_nodes_id": admins_only(things=TAXONOMY, body={"displayName": "mine"}),
    "delete_metadata_taxonomies_id_id_nodes_id": admins_only(things=TAXONOMY),
    "get_files_id_app_item_associations": hidden(),
    "get_folders_id_app_item_associations": hidden(),
    "get_archives_v2025.0": Row(colleague=403, outsider=200, needs=("archive_id",)),
    "post_archives_v2025.0": Row(colleague=403, outsider=201, body={"name": "Mine"}),
    "put_archives_id_v2025.0": admins_only(body={"name": "Mine"}),
    "delete_archives_id_v2025.0": admins_only(),
    "get_enterprise_configurations_id_v2025.0": admins_only(parameters={"categories": "security,user_settings"}),
    "post_external_users_submit_delete_job_v2025.0": hidden(
        body={"external_users": [{"type": "user", "id": "{external_user_id}"}]}
    ),
    "get_hubs_v2025.0": own_list(needs=("hub_id",)),
    "post_hubs_v2025.0": Row(colleague=201, outsider=201, body={"title": "mine"}),
    "get_enterprise_hubs_v2025.0": Row(colleague=403, outsider=200, needs=("hub_id",)),
    "get_hubs_id_v2025.0": hidden(),
    "put_hubs_id_v2025.0": hidden(body={"title": "mine"}),
    "delete_hubs_id_v2025.0": hidden(),
    "post_hubs_id_copy_v2025.0": hidden(body={"title": "mine"}),
    "get_hub_collaborations_v2025.0": hidden(parameters=HUB),
    "post_hub_collaborations_v2025.0": hidden(body=HUB_INVITATION),
    "get_hub_collaborations_id_v2025.0": hidden(),
    "put_hub_collaborations_id_v2025.0": hidden(body={"role": "viewer"}),
    "delete_hub_collaborations_id_v2025.0": hidden(),
    "get_hub_items_v2025.0": hidden(parameters=HUB),
    "post_hubs_id_manage_items_v2025.0": hidden(body=HUB_OPERATIONS),
    "get_hub_document_pages_v2025.0": hidden(parameters=HUB),
    "get_hub_document_blocks_v2025.0": hidden(parameters={**HUB, "page_id": "1"}),
    "get_automate_workflows_v2026.0": hidden(parameters={"folder_id": "{folder_id}"}, needs=("workflow_id",)),
    "post_automate_workflows_id_start_v2026.0": hidden(
        body={"workflow_action_id": "{flow_id}", "file_ids": ["{file_in_folder_id}"]}
    ),
    "post_docgen_templates_v2025.0": hidden(body={"file": {"type": "file", "id": "{docgen_template_id}"}}),
    "get_docgen_templates_v2025.0": own_list(needs=("docgen_template_id",)),
    "get_docgen_templates_id_v2025.0": hidden(things=TEMPLATE),
    "delete_docgen_templates_id_v2025.0": hidden(things=TEMPLATE),
    "get_docgen_templates_id_tags_v2025.0": hidden(things=TEMPLATE),
    "get_docgen_template_jobs_id_v2025.0": hidden(things=TEMPLATE),
    "post_docgen_batches_v2025.0": hidden(body=BATCH),
    "get_docgen_batch_jobs_id_v2025.0": hidden(things={"batch_id": "docgen_batch_id"}),
    "get_docgen_jobs_v2025.0": own_list(needs=("docgen_batch_id",)),
    "get_docgen_jobs_id_v2025.0": hidden(things={"job_id": "docgen_job_id"}),
    "post_notes_convert_v2026.0": hidden(body=NOTE),
}
