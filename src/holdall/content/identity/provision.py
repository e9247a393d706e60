"""Makes enterprises, users, applications and tokens, each a unit of work: for seeds, commands and tests."""

from typing import Any

from holdall.base.clock import SECOND
from holdall.base.db import Transaction
from holdall.base.ids import new_secret
from holdall.content.identity.assertions import import_public_key
from holdall.content.identity.enterprise_settings import new_user_space_amount
from holdall.content.identity.scopes import APPLICATION_SCOPES
from holdall.content.identity.tables import application_keys, applications, enterprises, users
from holdall.content.identity.tokens import issue_access_token, open_grant
from holdall.content.items.tables import ItemType, items
from holdall.content.sharing.binding import bind_invitations

GIBIBYTE = 1024**3
DEFAULT_TIMEZONE = "America/Los_Angeles"
DEFAULT_SCOPES = tuple(scope for scope in APPLICATION_SCOPES if scope != "root_readonly")
"""Everything an application can be given; reading is part of writing."""
SERVICE_DOMAIN = "boxdevedition.com"
"""The domain of logins that nobody signs in with: Box's own, by which clients know a service account."""


async def create_enterprise(tx: Transaction, *, name: str, enterprise_id: int | None = None) -> int:
    """Make an enterprise and answer its id."""
    new = enterprise_id or tx.new_id()
    await tx.insert(enterprises, id=new, name=name, created_at=tx.now, settings={})
    return new


async def create_user(
    tx: Transaction,
    /,
    *,
    enterprise_id: int,
    login: str,
    name: str,
    kind: str = "managed",
    role: str = "user",
    user_id: int | None = None,
    **more: Any,
) -> int:
    """Make a user with an empty root folder and answer the user's id; `more` are further columns of users.

    Raises UniqueViolation where the login belongs to somebody, whichever enterprise they are in.
    """
    new, root = user_id or tx.new_id(), tx.new_id()
    await tx.insert(
        items,
        id=root,
        enterprise_id=enterprise_id,
        type=ItemType.FOLDER,
        parent_id=None,
        owner_id=new,
        name="All Files",
        name_key="all files",
        description="",
        sequence=0,
        size=0,
        item_count=0,
        created_at=tx.now,
        modified_at=tx.now,
        tags=[],
        options={},
    )
    values = {
        "id": new,
        "enterprise_id": enterprise_id,
        "login": login,
        "login_key": login.casefold(),
        "name": name,
        "name_key": name.casefold(),
        "kind": kind,
        "role": role,
        "status": "active",
        "root_id": root,
        "language": "en",
        "timezone": DEFAULT_TIMEZONE,
        "job_title": "",
        "phone": "",
        "address": "",
        "space_used": 0,
        "max_upload_size": 5 * GIBIBYTE,
        "options": {},
        "created_at": tx.now,
        "modified_at": tx.now,
    }
    if "space_amount" not in more:
        values["space_amount"] = await new_user_space_amount(tx, enterprise_id)
    await tx.insert(users, **values | more)
    await bind_invitations(tx, new, enterprise_id, login)
    return new


async def create_application(
    tx: Transaction,
    *,
    enterprise_id: int,
    name: str,
    client_id: str,
    sealed_client_secret: str,
    sealed_signature_keys: str,
    scopes: tuple[str, ...] = DEFAULT_SCOPES,
    redirect_uris: tuple[str, ...] = (),
    can_act_as_user: bool = True,
    can_create_user_tokens: bool = True,
) -> int:
    """Make an application with its service account and answer the application's id.

    The sealed values are made with the server's key for the purposes in `applications`. Raises UniqueViolation where
    the client id is taken.
    """
    new = tx.new_id()
    login = f"AutomationUser_{new}_{new_secret(10)}@{SERVICE_DOMAIN}"
    service_account = await create_user(
        tx, enterprise_id=enterprise_id, login=login, name=name, kind="service", role="coadmin", space_amount=-1
    )
    await tx.insert(
        applications,
        id=new,
        enterprise_id=enterprise_id,
        name=name,
        client_id=client_id,
        client_secret=sealed_client_secret,
        service_account_id=service_account,
        scopes=scopes,
        redirect_uris=redirect_uris,
        can_act_as_user=can_act_as_user,
        can_create_user_tokens=can_create_user_tokens,
        signature_keys=sealed_signature_keys,
        created_at=tx.now,
    )
    return new


async def register_public_key(tx: Transaction, *, application_id: int, public_key_id: str, public_key: str) -> None:
    """Let the application sign assertions with the private part of this PEM key.

    Raises ValueError for a text that is no public key, UniqueViolation where the application has one of that id.
    """
    import_public_key(public_key)
    await tx.insert(
        application_keys,
        public_key_id=public_key_id,
        application_id=application_id,
        public_key=public_key,
        created_at=tx.now,
    )


async def issue_token(
    tx: Transaction,
    *,
    enterprise_id: int,
    user_id: int,
    application_id: int,
    scopes: tuple[str, ...] = DEFAULT_SCOPES,
    lifetime: int = 3600,
    token: str | None = None,
) -> str:
    """Make an access token of `lifetime` seconds under a grant of its own and answer it; only its hash is kept.

    `token` is its text; without it, one is made up.
    """
    grant_id = await open_grant(tx, enterprise_id=enterprise_id, application_id=application_id, user_id=user_id)
    return await issue_access_token(
        tx,
        grant_id=grant_id,
        user_id=user_id,
        application_id=application_id,
        scopes=list(scopes),
        expires_at=tx.now + lifetime * SECOND,
        token=token,
    )
