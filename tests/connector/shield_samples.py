"""What the documented curl commands about terms of service and device pins need."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from tests.support.browser import Browser

Change = Callable[[Any], dict[str, Any]]

CLIENT = {"client_id": "demo-client-id", "client_secret": "demo-client-secret"}
CALLBACK = "http://localhost:8000/callback"


def terms(world: Any) -> str:
    """The terms for the enterprise's own people, which are asked of nobody."""
    written = world.box.call("get_terms_of_services", tos_type="managed")["entries"]
    if not written:
        written = [world.box.call("post_terms_of_services", status="disabled", text="Be kind.")]
    return str(written[0]["id"])


def answer(world: Any) -> str:
    """The id of somebody's answer to them."""
    body = {"tos": {"type": "terms_of_service", "id": terms(world)}, "user": {"type": "user", "id": world["user_id"]}}
    return str(world.box.call("post_terms_of_service_user_statuses", **body, is_accepted=False)["id"])


def pin(world: Any) -> str:
    """The id of a device that somebody has just signed in on."""
    world["user_id"]  # what a first call imports is not imported while the server shows its first page
    form = {"grant_type": "authorization_code", "code": asyncio.run(consent(world.address)), **CLIENT}
    answer = httpx.post(f"{world.address}/oauth2/token", data={**form, "box_device_id": world.new("device")})
    answer.raise_for_status()
    listed = world.box.call("get_enterprises_id_device_pinners", enterprise_id="100", direction="DESC")
    return str(listed["entries"][0]["id"])


async def consent(address: str) -> str:
    """The code of a person's consent."""
    browser = Browser(None, address)
    await browser.visit(
        "/api/oauth2/authorize", response_type="code", client_id=CLIENT["client_id"], redirect_uri=CALLBACK
    )
    await browser.submit(login="uma@demo.example", password="demo-password")
    await browser.submit(decision="grant")
    await browser.http.aclose()
    return browser.destination.params["code"]


SHIELD_CHANGES: dict[int, Change] = {
    201: lambda world: {"device_pinner_id": pin(world)},
    202: lambda world: {"device_pinner_id": pin(world)},
    203: lambda world: {"enterprise_id": "100"},
    205: lambda world: {"status": "disabled", "tos_type": "external"},
    206: lambda world: {"terms_of_service_id": terms(world)},
    207: lambda world: {"terms_of_service_id": terms(world), "status": "disabled"},
    208: lambda world: {"tos_id": terms(world)},
    209: lambda world: {"tos.id": terms(world), "user.id": world["user_id"]},
    210: lambda world: {"terms_of_service_user_status_id": answer(world)},
}
