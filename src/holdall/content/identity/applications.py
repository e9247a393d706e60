"""Applications: found by client id, and made sure of by their secret or their keys."""

import hmac

import msgspec
import sqlalchemy as sa

from holdall.base.db import query, rows_of
from holdall.base.db.database import Reader
from holdall.base.keys import ServerKey
from holdall.content.identity.errors import invalid_client
from holdall.content.identity.tables import application_keys, applications

CLIENT_SECRET = "client secret"  # noqa: S105 - a purpose, not a secret
"""What client secrets are sealed for."""
SIGNATURE_KEYS = "signature keys"
"""What webhook signature keys are sealed for."""


class Application(msgspec.Struct, frozen=True):
    """An application as the authorization rules see it; `client_secret` is sealed."""

    id: int
    enterprise_id: int
    name: str
    client_id: str
    client_secret: str
    service_account_id: int | None
    scopes: list[str]
    redirect_uris: list[str]
    can_act_as_user: bool
    can_create_user_tokens: bool


_FIND = query(
    sa.select(*rows_of(Application, applications)).where(applications.c.client_id == sa.bindparam("client_id")),
    Application,
)
_FIND_BY_ID = query(
    sa.select(*rows_of(Application, applications)).where(applications.c.id == sa.bindparam("application")), Application
)
_KEYS = query(
    sa.select(application_keys.c.public_key_id, application_keys.c.public_key).where(
        application_keys.c.application_id == sa.bindparam("application")
    )
)


async def find_application(reader: Reader, client_id: str) -> Application | None:
    """The application with this client id."""
    return await reader.one(_FIND, client_id=client_id)


async def find_application_by_id(reader: Reader, application_id: int) -> Application | None:
    """The application with this id."""
    return await reader.one(_FIND_BY_ID, application=application_id)


async def authenticate_client(reader: Reader, key: ServerKey, client_id: str, client_secret: str) -> Application:
    """The application that knows this secret; raises OAuthError (invalid_client) where it is not the right one."""
    application = await find_application(reader, client_id)
    if application is None:
        raise invalid_client()
    secret = key.unseal(application.client_secret, CLIENT_SECRET)
    if not hmac.compare_digest(secret.encode(), client_secret.encode()):
        raise invalid_client()
    return application


async def public_keys(reader: Reader, application_id: int) -> dict[str, str]:
    """The PEM texts of the application's registered keys by their ids."""
    return dict(await reader.all(_KEYS, application=application_id))
