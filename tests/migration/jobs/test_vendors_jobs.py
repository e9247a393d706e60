"""The four job bodies of the vendor's pages do what the pages say, from a server that speaks the Box API over a socket.

The pages' destination is another cloud; here it is a folder.
"""

from typing import Any

from tests.migration.jobs.world import World, add_connection
from tests.migration.service.said import administrator_job, impersonating_job, simple_job
from tests.support.companies import Company

ARRIVED = {"Documents/destinationFolder/plan.txt": "the plan"}


async def with_a_plan(company: Company, user: Any) -> None:
    """Give a person the folder that the pages move, with a file in it."""
    async with company.box(user) as box:
        folder = await box.folders.create(name="sourceFolder", parent={"id": "0"})
        await box.upload(b"the plan", name="plan.txt", folder_id=folder["id"])


async def moved(world: World, said: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    run = await world.run(await world.create(said))
    return run["status"], world.arrived()


async def test_a_standard_user_s_folder_is_copied(world: World, company: Company):
    uma = company.user("Uma")
    await with_a_plan(company, uma)
    source = await add_connection(world.site, "Box", {"access_token": uma.token, "base_url": company.url}, "box")

    assert await moved(world, simple_job(source, world.destination_id)) == ("completed", ARRIVED)


async def test_an_administrator_copies_what_the_impersonated_user_sees(world: World, company: Company):
    uma = company.user("Uma")
    await with_a_plan(company, uma)
    auth = {"access_token": company.admin.token, "base_url": company.url}
    said = impersonating_job(await add_connection(world.site, "Box", auth, "box"), world.destination_id)
    said["transfer"]["source"]["impersonate_as"]["email"] = uma.login

    assert await moved(world, said) == ("completed", ARRIVED)


async def test_an_account_administrator_names_the_user_in_the_path(world: World, company: Company):
    uma = company.user("Uma")
    await with_a_plan(company, uma)
    auth = {"access_token": company.admin.token, "base_url": company.url}
    source = await add_connection(world.site, "Box (all)", auth, "box", admin_mode=True)
    said = administrator_job(source, world.destination_id)
    said["transfer"]["source"]["target"]["path"] = f"/{uma.login}/sourceFolder"

    assert await moved(world, said) == ("completed", ARRIVED)


async def test_a_service_account_acts_as_the_user(world: World, company: Company):
    uma = company.user("Uma")
    await with_a_plan(company, uma)
    auth = company.service_auth(enterprise_id=company.enterprise.id, delete_behavior="permanent")
    said = impersonating_job(
        await add_connection(world.site, "Box Service Account", auth, "box-service"), world.destination_id
    )
    said["transfer"]["source"]["impersonate_as"]["email"] = uma.login

    assert await moved(world, said) == ("completed", ARRIVED)


async def test_somebody_whom_nobody_knows_is_told_by_name(world: World, company: Company):
    auth = {"access_token": company.admin.token, "base_url": company.url}
    said = impersonating_job(await add_connection(world.site, "Box", auth, "box"), world.destination_id)

    run = await world.run(await world.create(said))

    assert (run["status"], "user@company.com" in run["reason"]) == ("failed_to_start", True)
