"""The rows of `event_rows` that are about information barriers: Box tells of their statuses alone."""

from tests.authz.rows_shield import IN_BARRIER, IN_SEGMENT
from tests.box.event_rows import Row, logged, silent

_SEGMENTS = "shield_information_barrier_segments"
_MEMBERS = "shield_information_barrier_segment_members"
_RESTRICTIONS = "shield_information_barrier_segment_restrictions"

SHIELD_ROWS: list[tuple[str, Row]] = [
    ("post_shield_information_barriers", silent(by="admin", body={"enterprise": {"id": "{enterprise_id}"}})),
    (
        "post_shield_information_barriers_change_status",
        logged("SHIELD_INFORMATION_BARRIER_PENDING", body={"id": "{ready_barrier_id}", "status": "pending"}),
    ),
    ("post_shield_information_barrier_reports", silent(by="admin", body=IN_BARRIER)),
    (f"post_{_SEGMENTS}", silent(by="admin", body={**IN_BARRIER, "name": "New"})),
    (f"put_{_SEGMENTS}_id", silent(by="admin", body={"name": "Other"})),
    (f"delete_{_SEGMENTS}_id", silent(by="admin")),
    (f"post_{_MEMBERS}", silent(by="admin", body={**IN_SEGMENT, "user": {"id": "{spare_user_id}"}})),
    (f"delete_{_MEMBERS}_id", silent(by="admin")),
    (
        f"post_{_RESTRICTIONS}",
        silent(by="admin", body={**IN_SEGMENT, "restricted_segment": {"id": "{restricted_segment_id}"}}),
    ),
    (f"delete_{_RESTRICTIONS}_id", silent(by="admin")),
]
