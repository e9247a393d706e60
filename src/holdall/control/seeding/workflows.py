"""The section `workflows`: workflows of folders."""

from holdall.base.errors import ApiError
from holdall.content.workflows.flows import WorkflowDefinition, define
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting


class SeedWorkflow(WorkflowDefinition, forbid_unknown_fields=True, kw_only=True):
    """A workflow, whose it is, and where."""

    owner: str | int
    """Login or id of whoever defines it, and may edit the folder."""
    folder: str | int
    """Key or id of the folder that it is for."""
    key: str | None = None
    """A word by which the answer tells its id."""


@section("workflows", list[SeedWorkflow], order=60)
async def plant_workflows(planting: Planting, seeds: list[SeedWorkflow]) -> None:
    """Define the workflows; one of the same name on a folder is defined anew."""
    for number, seed in enumerate(seeds):
        place = f"workflows[{number}]"
        subject = await planting.subject(seed.owner, f"{place}.owner")
        folder_id = planting.id_of(seed.folder, f"{place}.folder")
        for one in seed.outcomes:
            if one.folder is not None:
                one.folder = planting.id_of(one.folder, f"{place}.outcomes.folder")
        try:
            workflow_id = await planting.platform.db.write(define, subject, folder_id, seed)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, workflow_id)
