"""Which events tell of legal holds and retention policies."""

from tests.box.event_rows import Row, logged

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
]
