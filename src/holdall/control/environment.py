"""Writes what a client of a seeded server needs: app.json, the settings of its application, and conformance.env."""

import shlex
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from holdall.box.platform import Platform
from holdall.content.identity.app_settings import app_settings, new_signing_key
from holdall.content.identity.applications import SIGNATURE_KEYS, find_application
from holdall.content.identity.provision import register_public_key
from holdall.control.seeding.document import SeedError
from holdall.control.seeding.people import find_signature_keys, is_key_registered
from holdall.control.seeding.planting import Planted

APP_SETTINGS = "app.json"
ENVIRONMENT = "conformance.env"


async def write_environment(platform: Platform, planted: Planted, folder: Path) -> None:
    """Write both files; a key that is in app.json already and still good stays. Raises SeedError and OSError.

    The private key is nowhere else: the server keeps its public part alone.
    """
    if not planted.applications:
        raise SeedError("the seed has no application whose settings could be written")
    folder.mkdir(parents=True, exist_ok=True)
    planted_application = planted.applications[0]
    application = await find_application(platform.db, planted_application.client_id)
    assert application is not None
    path = folder / APP_SETTINGS
    known = _read_settings(path).get("boxAppSettings", {})
    key_id = known.get("appAuth", {}).get("publicKeyID")
    is_good = (
        (known.get("clientID"), known.get("clientSecret"))
        == (planted_application.client_id, planted_application.client_secret)
        and key_id is not None
        and await is_key_registered(platform.db, application.id, key_id)
    )
    if not is_good:
        key = new_signing_key()
        await platform.db.write(
            register_public_key,
            application_id=application.id,
            public_key_id=key.public_key_id,
            public_key=key.public_key,
        )
        settings = app_settings(
            application.enterprise_id, planted_application.client_id, planted_application.client_secret, key
        )
        keys = msgspec.json.decode(
            platform.key.unseal(await find_signature_keys(platform.db, application.id), SIGNATURE_KEYS)
        )
        settings["webhooks"] = {"primaryKey": keys["primary"], "secondaryKey": keys["secondary"]}
        _write_private(path, msgspec.json.format(msgspec.json.encode(settings), indent=2).decode() + "\n")
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in planted.environment.items()]
    _write_private(folder / ENVIRONMENT, "".join(lines))


def _read_settings(path: Path) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return settings


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, in place of an older one."""
    path.touch(mode=0o600)
    with suppress(OSError):
        path.chmod(0o600)
    path.write_text(text)
