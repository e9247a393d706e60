"""What a server tells about itself when it has started: one line for each fact, ready to be copied."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from holdall.base.settings import Settings

if TYPE_CHECKING:
    from holdall.control.seeding.planting import Planted

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def address_of(settings: Settings) -> str:
    """The address at which a client on this machine reaches the server."""
    if settings.public_url:
        return settings.public_url
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{settings.port}"


def print_facts(settings: Settings, planted: "Planted | None", written: Path | None) -> None:
    """Print where the server is, what it keeps where, and how to try it."""
    address = address_of(settings)
    print(f"Holdall {version('holdall')} answers at {address}{' (development)' if settings.dev else ''}")
    facts = [
        ("data", str(settings.data)),
        ("database", settings.database_url.partition("://")[0]),
        ("reference", f"{address}/docs"),
    ]
    if settings.control_access != "off":
        facts.append(("control plane", f"{address}/_control"))
    if planted is not None:
        facts += _facts_of_seed(address, planted)
    if written is not None:
        facts.append(("written", f"{written / 'app.json'} {written / 'conformance.env'}"))
    if planted is not None and settings.host not in _LOOPBACK:
        facts.append(("careful", "who reaches this address can sign in with the published secrets of the seed"))
    for name, value in facts:
        print(f"  {name:<15}{value}")


def _facts_of_seed(address: str, planted: "Planted") -> Iterator[tuple[str, str]]:
    for enterprise in planted.enterprises:
        yield "enterprise", f"{enterprise['id']} {enterprise['name']}"
    for user in planted.users:
        password = f" password {user.password}" if user.password else ""
        yield "user", f"{user.id} {user.login} ({user.role}){password}"
    for application in planted.applications:
        yield "application", f"{application.name}: client id {application.client_id} secret {application.client_secret}"
    for token in planted.tokens:
        yield "token", f"{token.token} ({token.login})"
    for person in planted.people:
        known = f" token {person.token}" if person.token else ""
        yield "migrations", f"{address}/v1 {person.login} password {person.password}{known}"
    if planted.tokens:
        yield "try", f'curl -H "Authorization: Bearer {planted.tokens[0].token}" {address}/2.0/folders/0/items'
