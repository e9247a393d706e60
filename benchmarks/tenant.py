"""An enterprise with a user and a token, and a small client that fills the user's folders over HTTP."""

import asyncio
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from benchmarks.bench import Bench
from benchmarks.processes import BenchmarkFailed
from holdall.base.db import Transaction
from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.content.identity import provision

BOUNDARY = "holdall-benchmark-boundary"
_DAY = 24 * 3600


def make_tenant(bench: Bench) -> str:
    """Make an enterprise in the run's database, before a server has it open, and answer its user's access token."""
    return asyncio.run(_make_tenant(Settings(data=bench.folder / "data", database=bench.database, log_format="none")))


async def _make_tenant(settings: Settings) -> str:
    application = Application(settings)
    platform = (await application.start()).platform
    try:
        sealed = platform.key.seal("secret", "client secret")
        return await platform.db.write(_unit, sealed, platform.key.seal("{}", "signature keys"))
    finally:
        await application.stop()


async def _unit(tx: Transaction, client_secret: str, signature_keys: str) -> str:
    enterprise_id = await provision.create_enterprise(tx, name="Benchmarks")
    application_id = await provision.create_application(
        tx,
        enterprise_id=enterprise_id,
        name="Benchmarks",
        client_id=f"benchmarks-{enterprise_id}",
        sealed_client_secret=client_secret,
        sealed_signature_keys=signature_keys,
    )
    user_id = await provision.create_user(
        tx,
        enterprise_id=enterprise_id,
        login=f"bench.{enterprise_id}@example.com",
        name="Ben Chmark",
        space_amount=1024**5,
        max_upload_size=1024**4,
    )
    return await provision.issue_token(
        tx, enterprise_id=enterprise_id, user_id=user_id, application_id=application_id, lifetime=_DAY
    )


def multipart(folder: str, name: str, content: bytes) -> bytes:
    """The body of a simple upload, attributes first as the API asks for."""
    attributes = json.dumps({"name": name, "parent": {"id": folder}})
    return (
        (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attributes"\r\n\r\n{attributes}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )


class Client:
    """Speaks for the user, one request after another."""

    def __init__(self, address: str, token: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        self.headers = {"authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, body: Any = None, content_type: str = "application/json") -> Any:
        """Send a request and answer its decoded JSON; raises BenchmarkFailed for an error status."""
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        self.connection.request(method, path, raw, {**self.headers, "content-type": content_type})
        answer = self.connection.getresponse()
        content = answer.read()
        self.connection.close()  # the server ends one that is idle for long; the next request opens another
        if answer.status >= 400:
            raise BenchmarkFailed(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return json.loads(content) if content else None

    def create_folder(self, name: str, parent: str = "0") -> str:
        """Create a folder and answer its id."""
        created: dict[str, str] = self.send("POST", "/2.0/folders", {"name": name, "parent": {"id": parent}})
        return created["id"]

    def upload(self, name: str, parent: str, content: bytes) -> str:
        """Upload a file and answer its id."""
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        body = multipart(parent, name, content)
        uploaded: dict[str, Any] = self.send("POST", "/api/2.0/files/content", body, kind)
        file_id: str = uploaded["entries"][0]["id"]
        return file_id
