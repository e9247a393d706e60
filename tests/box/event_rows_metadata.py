"""The rows of `event_rows` that are about metadata."""

from tests.authz.rows import CARDS, CLASSIFIED, INSTANCE
from tests.box.event_rows import Row, logged, silent, told
from tests.support.metadata import CARD, CLASSIFICATION, CLASSIFICATION_FIELD, LABEL

METADATA_ROWS: list[tuple[str, Row]] = [
    ("post_metadata_templates_schema", logged(
        "METADATA_TEMPLATE_CREATE", body={"scope": "enterprise", "displayName": "New"}
    )),
    ("post_metadata_templates_schema#classifications", logged(
        "METADATA_TEMPLATE_CREATE",
        body={"scope": "enterprise", "displayName": "Classification", "templateKey": CLASSIFICATION},
    )),
    ("put_metadata_templates_id_id_schema", logged(
        "METADATA_TEMPLATE_UPDATE", body=[{"op": "editTemplate", "data": {"displayName": "Other"}}]
    )),
    ("put_metadata_templates_id_id_schema", silent(by="admin", body=[])),
    ("delete_metadata_templates_id_id_schema", logged("METADATA_TEMPLATE_DELETE")),
    *[
        (f"put_metadata_templates_enterprise_{CLASSIFICATION}_schema#{variant}", logged(
            "METADATA_TEMPLATE_UPDATE",
            body=[{"fieldKey": CLASSIFICATION_FIELD, "data": {"key": "Other"}, **step}],
            needs=("classifications",),
        ))
        for variant, step in (
            ("add", {"op": "addEnumOption"}),
            ("update", {"op": "editEnumOption", "enumOptionKey": "Secret"}),
        )
    ],
    *[
        row
        for kind in ("files", "folders")
        for classified in [f"{kind}_id_metadata_enterprise_{CLASSIFICATION}"]
        for row in (
            (f"post_{kind}_id_metadata_id_id", told(log="METADATA_INSTANCE_CREATE", body={"name": "new"})),
            (f"put_{kind}_id_metadata_id_id", told(
                log="METADATA_INSTANCE_UPDATE", things=INSTANCE, body=[{"op": "remove", "path": "/name"}]
            )),
            (f"delete_{kind}_id_metadata_id_id", told(log="METADATA_INSTANCE_DELETE", things=INSTANCE)),
            (f"post_{classified}", told(log="METADATA_INSTANCE_CREATE", body=LABEL, needs=("classifications",))),
            (f"put_{classified}", told(
                log="METADATA_INSTANCE_UPDATE",
                things=CLASSIFIED,
                body=[{"op": "replace", "path": f"/{CLASSIFICATION_FIELD}", "value": "Public"}],
            )),
            (f"delete_{classified}", told(log="METADATA_INSTANCE_DELETE", things=CLASSIFIED)),
        )
    ],
    ("post_files_id_metadata_global_boxSkillsCards", told(
        log="METADATA_INSTANCE_CREATE", body={"cards": [CARD]}
    )),
    ("put_files_id_metadata_global_boxSkillsCards", told(
        log="METADATA_INSTANCE_UPDATE", things=CARDS, body=[{"op": "remove", "path": "/cards/0"}]
    )),
    ("delete_files_id_metadata_global_boxSkillsCards", told(log="METADATA_INSTANCE_DELETE", things=CARDS)),
    ("post_metadata_cascade_policies", told(log="METADATA_CASCADE_POLICY_CREATE", body={
        "folder_id": "{folder_id}", "scope": "enterprise", "templateKey": "{template_key}"
    })),
    ("post_metadata_cascade_policies_id_apply", told(
        log="METADATA_CASCADE_POLICY_APPLY", body={"conflict_resolution": "overwrite"}
    )),
    ("delete_metadata_cascade_policies_id", silent()),
]  # fmt: skip
