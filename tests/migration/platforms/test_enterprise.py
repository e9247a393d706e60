"""All users of an enterprise below their e-mail addresses, over a socket: an administrator's connection, a service account."""

import uuid
from collections.abc import AsyncIterator

import pytest

from holdall.connector import Box
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.enterprise import EnterprisePlatform
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Account, Details, Entry, Wanted
from holdall.migration.platforms.signing_in import box_account, box_service
from holdall.testing.enterprise import TestEnterprise, TestUser
from tests.suites.platforms import PlatformSuite, children, kind_of_failure, read
from tests.support.companies import Company


class OneFolder(EnterprisePlatform):
    """An enterprise of which the suite sees one folder, in the content of one user."""

    top: Entry

    async def root(self) -> Entry:
        return self.top


async def folder_of(platform: EnterprisePlatform, user: TestUser) -> Entry:
    root = await EnterprisePlatform.root(platform)
    home = await platform.child(root, user.login)
    assert home is not None
    return await platform.create_folder(home, f"folder {uuid.uuid4()}", Details())


@pytest.fixture
async def admin(company: Company) -> AsyncIterator[Box]:
    async with company.box() as client:
        yield client


@pytest.fixture
async def enterprise(admin: Box) -> EnterprisePlatform:
    return EnterprisePlatform(admin, impersonates_in_path=True)


class TestEnterpriseOfAnAdministrator(PlatformSuite):
    @pytest.fixture
    async def platform(self, holdall: TestEnterprise) -> AsyncIterator[OneFolder]:
        async with Box(holdall.admin_token, base_url=holdall.base_url) as client:
            platform = OneFolder(client, impersonates_in_path=True)
            platform.top = await folder_of(platform, holdall.new_user("Uma"))
            yield platform


class TestEnterpriseOfAServiceAccount(PlatformSuite):
    @pytest.fixture
    async def platform(self, company: Company) -> AsyncIterator[OneFolder]:
        service = box_service(company.service_auth(enterprise_id=company.enterprise.id))
        assert isinstance(service, EnterprisePlatform)
        platform = OneFolder(service.client, platform_id="box-service")
        platform.top = await folder_of(platform, company.user("Uma"))
        yield platform
        await service.close()


class TestOneUserOfAServiceAccount(PlatformSuite):
    @pytest.fixture
    async def platform(self, company: Company) -> AsyncIterator[BoxPlatform]:
        user = company.user("Uma")
        service = box_service(company.service_auth(user_id=user.id, delete_behavior="permanent"))
        assert isinstance(service, BoxPlatform)
        yield service
        await service.close()


def test_an_enterprise_does_whatever_an_account_does():
    public = {name for name in vars(BoxPlatform) if not name.startswith("_") and callable(getattr(BoxPlatform, name))}

    assert public - vars(EnterprisePlatform).keys() == set()


async def test_the_root_lists_the_users_by_their_addresses(enterprise: EnterprisePlatform, company: Company):
    uma, ada = company.user("Uma"), company.admin

    found = await children(enterprise, await enterprise.root())

    assert {name: entry.identity for name, entry in found.items()} == {
        ada.login: f"user/{ada.id}",
        uma.login: f"user/{uma.id}",
    }


async def test_what_is_made_below_a_user_s_address_is_that_user_s_own(
    enterprise: EnterprisePlatform,
    company: Company,
):
    uma = company.user("Uma")
    home = await enterprise.find([uma.login.upper()])

    await enterprise.create_file(home, "mine.txt", BytesContent(b"m"), Details())

    async with company.box(uma) as client:
        own = await BoxPlatform(client).find(["mine.txt"])
    assert own.owner == Account(id=uma.id, email=uma.login, name=uma.name)
    assert await read(enterprise, await enterprise.find([uma.login, "mine.txt"])) == b"m"


async def test_a_path_that_names_no_user_says_what_it_has_to_begin_with(enterprise: EnterprisePlatform):
    with pytest.raises(PlatformError, match="begins with a user's e-mail address") as caught:
        await enterprise.find(["Projects"])

    assert caught.value.kind is Kind.NOT_FOUND
    with pytest.raises(PlatformError, match=r"there is no /nobody@example\.com on box"):
        await enterprise.find(["nobody@example.com", "Projects"])


async def test_people_are_neither_made_nor_renamed_nor_deleted(enterprise: EnterprisePlatform, company: Company):
    home, root = await enterprise.find([company.admin.login]), await enterprise.root()

    assert await kind_of_failure(enterprise.delete(home)) is Kind.FORBIDDEN
    assert await kind_of_failure(enterprise.move(home, home, "x")) is Kind.FORBIDDEN
    assert await kind_of_failure(enterprise.create_folder(root, company.admin.login, Details())) is Kind.NAME_TAKEN
    assert await kind_of_failure(enterprise.create_folder(root, "new@example.com", Details())) is Kind.FORBIDDEN
    assert await kind_of_failure(enterprise.create_file(root, "x", BytesContent(b""), Details())) is Kind.FORBIDDEN


async def test_nothing_moves_from_one_user_to_another(enterprise: EnterprisePlatform, company: Company):
    uma = await enterprise.find([company.user("Uma").login])
    folder = await enterprise.create_folder(uma, "folder", Details())

    attempt = enterprise.move(folder, await enterprise.find([company.admin.login]), "folder")

    assert await kind_of_failure(attempt) is Kind.FORBIDDEN


async def test_what_belongs_to_items_is_found_by_the_addresses_of_the_enterprise(
    enterprise: EnterprisePlatform,
    company: Company,
):
    home = await enterprise.find([company.user("Uma").login])
    file = await enterprise.create_file(home, "mine.txt", BytesContent(b"m"), Details())

    await enterprise.extras.describe(file, description="Mine", tags=["a"])

    surveyed = await enterprise.extras.survey(home)
    assert list(surveyed) == [file.address]
    assert (surveyed[file.address].description, surveyed[file.address].tags) == ("Mine", ("a",))
    assert await enterprise.extras.traits(file) == surveyed[file.address]
    assert await enterprise.extras.grants(await enterprise.root()) == []


async def test_an_administrator_s_connection_that_impersonates_keeps_its_paths_and_drops_permissions(
    enterprise: EnterprisePlatform,
    company: Company,
):
    uma = company.user("Uma")
    account = await enterprise.account(Wanted(email=uma.login))

    acting = enterprise.as_account(account)

    assert list(await children(acting, await acting.root())) == [uma.login]
    assert await acting.child(await acting.root(), company.admin.login) is None
    assert (enterprise.features.permissions, acting.features.permissions) == (True, False)


async def test_a_service_account_for_all_users_impersonates_from_the_user_s_own_root(company: Company):
    uma = company.user("Uma")
    service = box_service(company.service_auth(enterprise_id=f"{company.enterprise.id},"))
    try:
        acting = service.as_account(await service.account(Wanted(email=uma.login)))
        file = await acting.create_file(await acting.root(), "mine.txt", BytesContent(b"m"), Details())
        home = await service.find([uma.login])

        assert list(await children(service, home)) == ["mine.txt"]
        assert file.owner == Account(id=uma.id, email=uma.login, name=uma.name)
        assert acting.id == service.id == "box-service"
    finally:
        await service.close()


async def test_people_are_found_by_id_address_and_name_and_by_the_beginning(company: Company, admin: Box):
    uma, other = company.user("Uma User"), company.user("Uma Other")
    platform = BoxPlatform(admin)

    found = [
        await platform.account(Wanted(id=uma.id)),
        await platform.account(Wanted(email=uma.login.upper())),
        await platform.account(Wanted(name="uma user")),
    ]

    assert [(one.id, one.email, one.name, one.admin) for one in found] == [(uma.id, uma.login, "Uma User", False)] * 3
    assert {one.id async for page in platform.accounts("uma") for one in page} == {uma.id, other.id}
    assert (await platform.myself()).admin


async def test_unknown_and_ambiguous_people_are_told_apart(company: Company, admin: Box):
    one, other = company.user("Twin"), company.user("Twin")
    platform = BoxPlatform(admin)

    with pytest.raises(PlatformError, match=r"there is no user nobody@example\.com"):
        await platform.account(Wanted(email="nobody@example.com"))
    with pytest.raises(PlatformError, match=f"2 users are called Twin: name one by its id .{one.id}, {other.id}."):
        await platform.account(Wanted(name="Twin"))
    with pytest.raises(PlatformError, match="look for the user 1: there is none"):
        await platform.account(Wanted(id="1"))


async def test_who_acts_as_somebody_knows_the_people_whom_its_own_account_knows(company: Company, admin: Box):
    uma, eve = company.user("Uma"), company.user("Eve")
    acting = BoxPlatform(admin).as_account(Account(id=uma.id))

    assert (await acting.account(Wanted(email=eve.login))).id == eve.id
    assert ((await acting.myself()).id, (await acting.myself()).admin) == (uma.id, False)


async def test_who_is_no_administrator_finds_nobody_else(company: Company):
    uma = company.user("Uma")
    async with company.box(uma) as client:
        platform = BoxPlatform(client)

        assert (await platform.account(Wanted(email=uma.login))).id == uma.id
        with pytest.raises(PlatformError, match="connect as an administrator") as caught:
            await platform.account(Wanted(email=company.admin.login))

    assert caught.value.kind is Kind.FORBIDDEN


async def test_groups_are_listed_and_found(company: Company, admin: Box):
    group = await admin.call("post_groups", name="Movers", description="who move", external_sync_identifier="x1")
    platform = BoxPlatform(admin)

    found = await platform.group(Wanted(name="movers"))

    assert (found.id, found.name, found.caption, found.external_id) == (group["id"], "Movers", "who move", "x1")
    assert [one.id async for page in platform.groups() for one in page] == [group["id"]]
    with pytest.raises(PlatformError, match="there is no group Nobody"):
        await platform.group(Wanted(name="Nobody"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"enterprise_id": "1", "user_id": "2"}, "one of enterprise_id"),
        ({}, "one of enterprise_id"),
        ({"enterprise_id": "1", "password": "wrong"}, "does not open"),
        ({"enterprise_id": "1", "client_id": ""}, "client_id"),
        ({"enterprise_id": "1", "delete_behavior": "often"}, "delete_behavior"),
        ({"enterprise_id": "1", "base_url": "nowhere"}, "base URL"),
    ],
)
def test_fields_that_do_not_fit_are_told_when_the_connection_is_made(
    company: Company,
    change: dict[str, str],
    said: str,
):
    auth = company.service_auth(**change)

    with pytest.raises(ValueError, match=said) as caught:
        box_service(auth)

    assert auth["client_secret"] not in str(caught.value)


async def test_a_person_s_connection_is_one_content_and_in_admin_mode_everybody_s(company: Company):
    own = box_account(company.admin.token, base_url=company.url)
    everybody = box_account(company.admin.token, base_url=company.url, admin_mode=True)
    try:
        assert await children(own, await own.root()) == {}
        assert list(await children(everybody, await everybody.root())) == [company.admin.login]
    finally:
        await own.close()
        await everybody.close()
