"""Shared links of hubs: who gives them, and whom they lead there."""

from collections.abc import Awaitable
from typing import Any

import pytest

from holdall.base.errors import ApiError, NotFound
from holdall.content.hubs.links import find_shared_hub, share_hub, unshare_hub
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.hubs import let_in, make_hub
from tests.support.tree import subject_of


async def refused(work: Awaitable[Any]) -> int:
    """The status that something is refused with."""
    with pytest.raises(ApiError) as caught:
        await work
    return caught.value.status


async def share(client: Client, hub_id: str, access: Any = "company", **more: Any) -> str:
    """The address of a hub's link."""
    token = await client.gateway.platform.db.write(share_hub, await subject_of(client), int(hub_id), access, **more)
    return f"https://anywhere.example/s/{token}"


async def opens(client: Client, address: str) -> bool:
    """Whether a link leads somebody to a hub."""
    try:
        await find_shared_hub(client.gateway.platform.db, await subject_of(client), address)
    except NotFound:
        return False
    return True


async def test_a_link_leads_whom_it_is_for_to_the_hub(enterprise: Enterprise) -> None:
    other = await make_enterprise(enterprise.gateway)
    hub_id = await make_hub(enterprise.user, can_public_shared_link_be_created=True)
    _, colleague = await enterprise.new_user()
    address, outcomes = "", {}
    for access in ("open", "company", "collaborators"):
        address = await share(enterprise.user, hub_id, access)
        outcomes[access] = [await opens(one, address) for one in (enterprise.user, colleague, other.user)]
    assert outcomes == {
        "open": [True, True, True],
        "company": [True, True, False],
        "collaborators": [True, False, False],
    }
    assert await share(enterprise.user, hub_id) == address
    db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
    await db.write(unshare_hub, subject, int(hub_id))
    assert not await opens(enterprise.user, address)


async def test_settings_of_the_hub_and_the_enterprise_hold_for_links_there_are(enterprise: Enterprise) -> None:
    other = await make_enterprise(enterprise.gateway)
    hub_id = await make_hub(enterprise.user, can_public_shared_link_be_created=True)
    address = await share(enterprise.user, hub_id, "open")
    seen = []
    for setting in ("can_public_shared_link_be_created", "can_shared_link_be_created"):
        await enterprise.user.call("put_hubs_id_v2025.0", hub_id=hub_id, json={setting: False})
        seen.append([await opens(one, address) for one in (enterprise.user, other.user)])
    assert seen == [[True, False], [False, False]]


async def test_editors_give_links_within_the_settings_and_viewers_none(enterprise: Enterprise) -> None:
    hub_id = await make_hub(enterprise.user)
    viewer_id, viewer = await enterprise.new_user()
    await let_in(enterprise.user, hub_id, {"id": viewer_id})
    statuses = [
        await refused(share(viewer, hub_id)),
        await refused(share(enterprise.user, hub_id, "open")),
        await refused(share(enterprise.user, hub_id, token="short")),
        await refused(share(enterprise.user, "1")),
    ]
    await share(enterprise.user, hub_id, token=f"known-beforehand-{hub_id}")
    taken = share(enterprise.user, await make_hub(enterprise.user), token=f"known-beforehand-{hub_id}")
    await enterprise.user.call("put_hubs_id_v2025.0", hub_id=hub_id, json={"can_shared_link_be_created": False})
    statuses += [await refused(taken), await refused(share(enterprise.user, hub_id))]
    assert statuses == [403, 403, 400, 404, 400, 403]
