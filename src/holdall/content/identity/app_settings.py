"""New applications with all their secrets, and the file of settings that the SDKs read, in Box's own format."""

import secrets
from typing import Any

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from holdall.base.db import Transaction
from holdall.base.ids import new_secret
from holdall.base.keys import ServerKey
from holdall.content.identity.applications import CLIENT_SECRET, SIGNATURE_KEYS
from holdall.content.identity.provision import DEFAULT_SCOPES, create_application, register_public_key

KEY_BITS = 2048
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class SigningKey(msgspec.Struct, frozen=True):
    """A new key pair: the server keeps the public part, the application the private one under its passphrase."""

    public_key_id: str
    public_key: str
    private_key: str
    passphrase: str


class NewApplication(msgspec.Struct, frozen=True):
    """An application that was just made; its secret is known here and sealed in the database."""

    id: int
    enterprise_id: int
    client_id: str
    client_secret: str

    def settings(self, key: SigningKey | None) -> dict[str, Any]:
        """The app settings as Box's developer console hands them out; without a key, for client credentials alone."""
        return app_settings(self.enterprise_id, self.client_id, self.client_secret, key)


def app_settings(enterprise_id: int, client_id: str, client_secret: str, key: SigningKey | None) -> dict[str, Any]:
    """The app settings that the SDKs read, with the private key where there is one."""
    own: dict[str, Any] = {"clientID": client_id, "clientSecret": client_secret}
    if key is not None:
        own["appAuth"] = {
            "publicKeyID": key.public_key_id,
            "privateKey": key.private_key,
            "passphrase": key.passphrase,
        }
    return {"boxAppSettings": own, "enterpriseID": str(enterprise_id)}


def new_signing_key() -> SigningKey:
    """An RSA key pair; the private part is PKCS#8 PEM, encrypted. It takes a noticeable part of a second."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    passphrase = secrets.token_hex(16)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(_random(8), public.decode(), private.decode(), passphrase)


async def make_application(
    tx: Transaction,
    server_key: ServerKey,
    *,
    enterprise_id: int,
    name: str,
    key: SigningKey | None,
    scopes: tuple[str, ...] = DEFAULT_SCOPES,
    redirect_uris: tuple[str, ...] = (),
    can_act_as_user: bool = True,
    can_create_user_tokens: bool = True,
    client_id: str | None = None,
    client_secret: str | None = None,
    signature_keys: tuple[str | None, str | None] = (None, None),
) -> NewApplication:
    """Part of a unit: an application with fresh secrets (unless they are given), and its key registered.

    `signature_keys` are the primary and the secondary key that its webhooks are signed with. Raises UniqueViolation where the client id is taken.
    """
    client_id, client_secret = client_id or _random(32), client_secret or new_secret()
    primary, secondary = (given or new_secret() for given in signature_keys)
    sealed = server_key.seal(msgspec.json.encode({"primary": primary, "secondary": secondary}).decode(), SIGNATURE_KEYS)
    application_id = await create_application(
        tx,
        enterprise_id=enterprise_id,
        name=name,
        client_id=client_id,
        sealed_client_secret=server_key.seal(client_secret, CLIENT_SECRET),
        sealed_signature_keys=sealed,
        scopes=scopes,
        redirect_uris=redirect_uris,
        can_act_as_user=can_act_as_user,
        can_create_user_tokens=can_create_user_tokens,
    )
    if key is not None:
        await register_public_key(
            tx, application_id=application_id, public_key_id=key.public_key_id, public_key=key.public_key
        )
    return NewApplication(application_id, enterprise_id, client_id, client_secret)


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
