"""The section `skills`: applications that are told of files which come into folders."""

from holdall.base.errors import ApiError
from holdall.content.identity.applications import find_application
from holdall.content.skills.rules import SkillDefinition, define_skill
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting


class SeedSkill(SkillDefinition, forbid_unknown_fields=True, kw_only=True):
    """A skill, whose it is, and what it is on for."""

    client_id: str
    """Of the application; its service account must be an editor of the folders at least."""
    folders: list[str | int]
    """Keys or ids of folders; what is below them counts too."""
    key: str | None = None
    """A word by which the answer tells its id."""


@section("skills", list[SeedSkill], order=61)
async def plant_skills(planting: Planting, seeds: list[SeedSkill]) -> None:
    """Define the skills; one of the same name is defined anew."""
    for number, seed in enumerate(seeds):
        place = f"skills[{number}]"
        platform = planting.platform
        application = await find_application(platform.db, seed.client_id)
        if application is None:
            raise SeedError(f"{place}.client_id: there is no application {seed.client_id!r}")
        folder_ids = [planting.id_of(one, f"{place}.folders") for one in seed.folders]
        reach = platform.settings.webhook_reach
        try:
            skill_id = await platform.db.write(define_skill, application, seed, folder_ids, reach=reach)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, skill_id)
