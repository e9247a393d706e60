"""Which events tell of legal holds and retention policies."""

from tests.authz.rows import RETENTION
from tests.box.event_rows import Row, logged, silent

GOVERNANCE_ROWS: list[tuple[str, Row]] = [
    ("post_legal_hold_policies", logged("LEGAL_HOLD_POLICY_CREATE", body={"policy_name": "New", "is_ongoing": True})),
    ("put_legal_hold_policies_id", logged("LEGAL_HOLD_POLICY_UPDATE", body={"policy_name": "Other"})),
    ("delete_legal_hold_policies_id", logged("LEGAL_HOLD_POLICY_DELETE")),
    (
        "post_legal_hold_policy_assignments",
        logged(
            "LEGAL_HOLD_ASSIGNMENT_CREATE",
            body={"policy_id": "{legal_hold_policy_id}", "assign_to": {"type": "file", "id": "{file_id}"}},
        ),
    ),
    ("delete_legal_hold_policy_assignments_id", logged("LEGAL_HOLD_ASSIGNMENT_DELETE")),
    ("post_retention_policies", logged("DATA_RETENTION_CREATE_RETENTION", body=RETENTION)),
    ("put_retention_policies_id", silent(by="admin", body={"policy_name": "Other"})),
    ("delete_retention_policies_id", logged("DATA_RETENTION_REMOVE_RETENTION")),
    (
        "post_retention_policy_assignments",
        logged(
            "RETENTION_POLICY_ASSIGNMENT_ADD",
            body={"policy_id": "{retention_policy_id}", "assign_to": {"type": "folder", "id": "{folder_id}"}},
        ),
    ),
    ("delete_retention_policy_assignments_id", logged("DATA_RETENTION_REMOVE_RETENTION")),
]
