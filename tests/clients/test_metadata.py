"""Metadata with Box's official SDK, over a real socket: from a template to what a query finds."""

import time

import pytest
from box_sdk_gen import (
    BoxAPIError,
    CreateFileMetadataByIdScope,
    CreateFolderMetadataByIdScope,
    CreateMetadataCascadePolicyScope,
    CreateMetadataTemplateFields,
    CreateMetadataTemplateFieldsOptionsField,
    CreateMetadataTemplateFieldsTypeField,
    DeleteFileMetadataByIdScope,
    GetFileMetadataByIdScope,
    MetadataFilter,
    MetadataFilterScopeField,
    UpdateFileMetadataByIdRequestBody,
    UpdateFileMetadataByIdRequestBodyOpField,
    UpdateFileMetadataByIdScope,
)

from holdall.testing import TestEnterprise
from tests.clients.test_box_sdk import folder, upload

PATIENCE_SECONDS = 60
Kind = CreateMetadataTemplateFieldsTypeField


def test_from_a_template_to_what_is_found(holdall: TestEnterprise) -> None:
    client = holdall.box_client()
    state = [CreateMetadataTemplateFieldsOptionsField(key=one) for one in ("open", "closed")]
    template = client.metadata_templates.create_metadata_template(
        "enterprise",
        "Contract",
        fields=[
            CreateMetadataTemplateFields(type=Kind.STRING, key="name", display_name="Name"),
            CreateMetadataTemplateFields(type=Kind.FLOAT, key="amount", display_name="Amount"),
            CreateMetadataTemplateFields(type=Kind.ENUM, key="state", display_name="State", options=state),
        ],
    )
    file = upload(client, "contract.txt", b"contract")
    values = {"name": "Ada", "amount": 100, "state": "open"}
    scope = CreateFileMetadataByIdScope.ENTERPRISE
    client.file_metadata.create_file_metadata_by_id(file.id, scope, "contract", values)
    step = UpdateFileMetadataByIdRequestBody(
        op=UpdateFileMetadataByIdRequestBodyOpField.REPLACE, path="/state", value="closed"
    )
    client.file_metadata.update_file_metadata_by_id(file.id, UpdateFileMetadataByIdScope.ENTERPRISE, "contract", [step])
    name = f"{template.scope}.contract"
    queried = client.search.search_by_metadata_query(
        name, "0", query="amount >= :least AND state = 'closed'", query_params={"least": 50}, fields=["name"]
    )
    filters = MetadataFilter(
        scope=MetadataFilterScopeField.ENTERPRISE, template_key="contract", filters={"name": "Ada"}
    )
    searched = client.search.search_for_content(mdfilters=[filters])
    told = client.files.get_file_by_id(file.id, fields=[f"metadata.{name}"]).metadata
    client.file_metadata.delete_file_metadata_by_id(file.id, DeleteFileMetadataByIdScope.ENTERPRISE, "contract")
    with pytest.raises(BoxAPIError) as refused:
        client.file_metadata.get_file_metadata_by_id(file.id, GetFileMetadataByIdScope.ENTERPRISE, "contract")
    assert [one.name for one in queried.entries] == ["contract.txt"]
    assert [one.id for one in searched.entries] == [file.id]
    contract = told.extra_data[template.scope]["contract"]
    assert {key: contract[key] for key in values} == {**values, "state": "closed"}
    assert (refused.value.response_info.status_code, refused.value.response_info.code) == (404, "instance_not_found")


def test_a_folder_passes_its_metadata_on(holdall: TestEnterprise) -> None:
    client = holdall.box_client()
    top = folder(client, "top")
    client.folder_metadata.create_folder_metadata_by_id(
        top.id, CreateFolderMetadataByIdScope.GLOBAL, "properties", {"project": "Walrus"}
    )
    client.metadata_cascade_policies.create_metadata_cascade_policy(
        top.id, CreateMetadataCascadePolicyScope.GLOBAL, "properties"
    )
    file = upload(client, "late.txt", b"late", top.id)
    patience = time.monotonic() + PATIENCE_SECONDS
    while not (found := client.file_metadata.get_file_metadata(file.id).entries) and time.monotonic() < patience:
        time.sleep(0.1)
    got = client.file_metadata.get_file_metadata_by_id(file.id, GetFileMetadataByIdScope.GLOBAL, "properties")
    assert [one.template for one in found] == ["properties"]
    assert got.extra_data == {"project": "Walrus"}
