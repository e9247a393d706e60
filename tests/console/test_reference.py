"""The page that describes the API to people."""

from holdall.box.openapi import served
from tests.support.client import Client
from tests.support.enterprise import Enterprise


class TestReference:
    async def test_names_every_operation_of_the_server_without_a_token(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.get("/docs")
        assert response.status_code == 200
        missing = [one.id for one in served() if f'id="{one.id}"' not in response.text]
        assert missing == []

    async def test_loads_nothing_from_elsewhere(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.get("/docs")
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "<script" not in response.text
