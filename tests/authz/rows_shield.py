"""The rows of information barriers, terms of service and device pins."""

from tests.authz.row import Row, admins_only, hidden, own_list

OF_BARRIER = {"shield_information_barrier_id": "{shield_information_barrier_id}"}
IN_BARRIER = {"shield_information_barrier": {"id": "{shield_information_barrier_id}"}}
OF_SEGMENT = {"shield_information_barrier_segment_id": "{shield_information_barrier_segment_id}"}
IN_SEGMENT = {"shield_information_barrier_segment": {"id": "{shield_information_barrier_segment_id}"}}

SHIELD_ROWS: dict[str, Row] = {
    # information barriers
    "get_shield_information_barriers": Row(colleague=403, outsider=200),
    "post_shield_information_barriers": admins_only(body={"enterprise": {"id": "{enterprise_id}"}}),
    "get_shield_information_barriers_id": admins_only(),
    "post_shield_information_barriers_change_status": admins_only(
        body={"id": "{shield_information_barrier_id}", "status": "pending"}
    ),
    "get_shield_information_barrier_reports": admins_only(parameters=OF_BARRIER),
    "post_shield_information_barrier_reports": admins_only(body=IN_BARRIER),
    "get_shield_information_barrier_reports_id": admins_only(),
    "get_shield_information_barrier_segments": admins_only(parameters=OF_BARRIER),
    "post_shield_information_barrier_segments": admins_only(body={**IN_BARRIER, "name": "mine"}),
    "get_shield_information_barrier_segments_id": admins_only(),
    "put_shield_information_barrier_segments_id": admins_only(body={"name": "mine"}),
    "delete_shield_information_barrier_segments_id": admins_only(),
    "get_shield_information_barrier_segment_members": admins_only(parameters=OF_SEGMENT),
    "post_shield_information_barrier_segment_members": admins_only(body={**IN_SEGMENT, "user": {"id": "{user_id}"}}),
    "get_shield_information_barrier_segment_members_id": admins_only(),
    "delete_shield_information_barrier_segment_members_id": admins_only(),
    "get_shield_information_barrier_segment_restrictions": admins_only(parameters=OF_SEGMENT),
    "post_shield_information_barrier_segment_restrictions": admins_only(
        body={**IN_SEGMENT, "restricted_segment": {"id": "{restricted_segment_id}"}}
    ),
    "get_shield_information_barrier_segment_restrictions_id": admins_only(),
    "delete_shield_information_barrier_segment_restrictions_id": admins_only(),
    # terms of service: users see those that are asked of them, and these are not
    "get_terms_of_services": own_list(),
    "post_terms_of_services": Row(
        colleague=403, outsider=200, body={"status": "disabled", "text": "mine", "tos_type": "external"}
    ),
    "get_terms_of_services_id": hidden(),
    "put_terms_of_services_id": admins_only(body={"status": "disabled", "text": "mine"}),
    "get_terms_of_service_user_statuses": hidden(parameters={"tos_id": "{terms_of_service_id}"}),
    "post_terms_of_service_user_statuses": hidden(
        body={
            "tos": {"type": "terms_of_service", "id": "{terms_of_service_id}"},
            "user": {"type": "user", "id": "{user_id}"},
            "is_accepted": True,
        },
    ),
    "put_terms_of_service_user_statuses_id": hidden(body={"is_accepted": False}),
    # device pins
    "get_device_pinners_id": admins_only(),
    "delete_device_pinners_id": admins_only(),
    "get_enterprises_id_device_pinners": admins_only(),
}
