"""Terms of service for tests: written and answered over HTTP."""

from typing import Any

import httpx

from tests.support.client import Client


async def write_terms(admin: Client, tos_type: str = "managed", status: str = "enabled", text: str = "Be kind.") -> str:
    """The id of new terms."""
    body = {"tos_type": tos_type, "status": status, "text": text}
    response = await admin.call("post_terms_of_services", json=body)
    assert response.status_code == 200, response.text
    terms_id: str = response.json()["id"]
    return terms_id


async def rewrite_terms(admin: Client, terms_id: str, *, text: str = "Be kind.", status: str = "enabled") -> Any:
    """The terms as they are then."""
    body = {"status": status, "text": text}
    response = await admin.call("put_terms_of_services_id", terms_of_service_id=terms_id, json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def answer_terms(client: Client, terms_id: str, user_id: Any, *, is_accepted: bool = True) -> httpx.Response:
    """What comes of a first answer."""
    body = {
        "tos": {"type": "terms_of_service", "id": terms_id},
        "user": {"type": "user", "id": str(user_id)},
        "is_accepted": is_accepted,
    }
    return await client.call("post_terms_of_service_user_statuses", json=body)


async def change_answer(client: Client, status_id: str, *, is_accepted: bool = True) -> httpx.Response:
    """What comes of a further answer."""
    return await client.call(
        "put_terms_of_service_user_statuses_id",
        terms_of_service_user_status_id=status_id,
        json={"is_accepted": is_accepted},
    )
