"""A shared link in the browser of somebody whom an information barrier keeps from what it leads to."""

from tests.console.test_own import person, signed_in
from tests.support.barriers import wall_off
from tests.support.browser import Browser
from tests.support.enterprise import Enterprise
from tests.support.uploads import upload


async def test_a_link_opens_nothing_to_who_is_kept_and_all_to_others(enterprise: Enterprise) -> None:
    kept, login = await person(enterprise)
    kept_id = (await kept.call("get_users_me")).json()["id"]
    file = await upload(enterprise.user, "plan.txt", b"the plan")
    made = await enterprise.user.call(
        "put_files_id#add_shared_link", file_id=file["id"], fields="shared_link", json={"shared_link": {}}
    )
    path = made.json()["shared_link"]["url"].removeprefix("https://holdall.test")
    await wall_off(enterprise, kept_id, enterprise.user_id)
    browser = await signed_in(enterprise, login)
    pages = [await browser.visit(path), await browser.visit(f"{path}/{file['id']}/download")]
    guest = await Browser(enterprise.gateway).visit(path)
    log = (await enterprise.admin.call("get_events", stream_type="admin_logs", limit=500)).json()["entries"]
    told = [one for one in log if one["event_type"] == "SHIELD_INFORMATION_BARRIER_SHARED_ITEM_ACCESS_BLOCKED"]
    assert [(one.status_code, "information barrier" in one.text) for one in pages] == [(403, True)] * 2
    assert (guest.status_code, "the plan" in guest.text) == (200, True)
    assert [one["created_by"]["id"] for one in told] == [kept_id] * 2
