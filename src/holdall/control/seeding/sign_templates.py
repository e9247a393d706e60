"""The section `sign_templates`: documents with the places that signers fill in, which Box makes in its web app alone."""

import msgspec

from holdall.base.db import Transaction
from holdall.base.errors import ApiError
from holdall.content.identity.subject import Subject
from holdall.content.sign_requests.templates import Content, TemplateSigner, create_template, find_by_name
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting
from holdall.control.seeding.sharing import find_shared


class SeedSignTemplate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A sign template."""

    name: str
    """By which its maker's template is found again when the seed is applied again."""
    folder: str | int
    """Key or id of the folder where signed documents and logs go."""
    files: list[str | int]
    """Keys or ids of what is to be signed."""
    signers: list[TemplateSigner]
    """In their order; one without an email is named by each request. Places lie on a page: parts of its width and height."""
    by: str | int | None = None
    """Login or id of whose template it is; without it, the folder's owner."""
    email_subject: str | None = None
    """The subject of the mail to signers."""
    email_message: str | None = None
    """What the mail to signers says."""
    days_valid: int | None = None
    """After how many days a request ends that is not signed."""
    locked: list[str] = []
    """What no request may say otherwise: fields, options, recipients, email_settings, files."""
    key: str | None = None
    """A word by which other sections speak of the template; the answer tells its id."""

    def content(self, source_ids: list[int]) -> Content:
        """The same as content keeps it, with these files; raises ValueError for a lock that there is not."""
        locks = {f"are_{name}_locked": True for name in self.locked}
        unknown = sorted(locks.keys() - set(Content.__struct_fields__))
        if unknown:
            raise ValueError(f"there is no lock {unknown[0].removeprefix('are_').removesuffix('_locked')!r}")
        return Content(
            source_ids=source_ids,
            signers=self.signers,
            email_subject=self.email_subject,
            email_message=self.email_message,
            days_valid=self.days_valid,
            **locks,
        )


@section("sign_templates", list[SeedSignTemplate], order=43)
async def plant_sign_templates(planting: Planting, seeds: list[SeedSignTemplate]) -> None:
    """Make the templates that are not there by maker and name."""
    for number, seed in enumerate(seeds):
        place = f"sign_templates[{number}]"
        folder_id, _, subject = await find_shared(planting, seed.folder, seed.by, f"{place}.folder")
        files = [planting.id_of(one, f"{place}.files") for one in seed.files]
        try:
            template_id = await planting.platform.db.write(plant_template, subject, seed, folder_id, files)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        except ValueError as error:
            raise SeedError(f"{place}: {error}") from None
        planting.tell(seed.key, template_id)


async def plant_template(
    tx: Transaction, subject: Subject, seed: SeedSignTemplate, folder_id: int, source_ids: list[int]
) -> int:
    """A unit: the id of the subject's template of that name, made where there is none."""
    found = await find_by_name(tx, subject, seed.name)
    if found is None:
        content = seed.content(source_ids)
        found = await create_template(tx, subject, name=seed.name, folder_id=folder_id, content=content)
    return found.id
