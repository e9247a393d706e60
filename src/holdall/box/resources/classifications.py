"""Classifications of files and folders: instances of the one template that holds an enterprise's classifications."""

from typing import Any

from holdall.base.json_patch import Step
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.metadata_instances import FILE, FOLDER, apply_to, change_on, read_on, remove_from
from holdall.box.resources.metadata_templates import ENTERPRISE
from holdall.box.views.plain import Document
from holdall.content.metadata.classification import CLASSIFICATION
from holdall.content.metadata.instances import Place


@operation("get_files_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def get_of_file(ctx: Context, file_id: Id) -> Document:
    """The classification of a file."""
    return await read_on(ctx, Place(file_id, FILE, ENTERPRISE, CLASSIFICATION))


@operation("post_files_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def classify_file(ctx: Context, file_id: Id, body: dict[str, Any]) -> Document:
    """Classify a file that is not classified yet."""
    return await apply_to(ctx, Place(file_id, FILE, ENTERPRISE, CLASSIFICATION), body)


@operation("put_files_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def reclassify_file(ctx: Context, file_id: Id, body: list[Step]) -> Document:
    """Classify a file otherwise."""
    return await change_on(ctx, Place(file_id, FILE, ENTERPRISE, CLASSIFICATION), body)


@operation("delete_files_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def declassify_file(ctx: Context, file_id: Id) -> None:
    """Take the classification off a file."""
    await remove_from(ctx, Place(file_id, FILE, ENTERPRISE, CLASSIFICATION))


@operation("get_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def get_of_folder(ctx: Context, folder_id: Id) -> Document:
    """The classification of a folder."""
    return await read_on(ctx, Place(folder_id, FOLDER, ENTERPRISE, CLASSIFICATION))


@operation("post_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def classify_folder(ctx: Context, folder_id: Id, body: dict[str, Any]) -> Document:
    """Classify a folder that is not classified yet."""
    return await apply_to(ctx, Place(folder_id, FOLDER, ENTERPRISE, CLASSIFICATION), body)


@operation("put_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def reclassify_folder(ctx: Context, folder_id: Id, body: list[Step]) -> Document:
    """Classify a folder otherwise."""
    return await change_on(ctx, Place(folder_id, FOLDER, ENTERPRISE, CLASSIFICATION), body)


@operation("delete_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo")
async def declassify_folder(ctx: Context, folder_id: Id) -> None:
    """Take the classification off a folder."""
    await remove_from(ctx, Place(folder_id, FOLDER, ENTERPRISE, CLASSIFICATION))
