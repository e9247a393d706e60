"""Connections to Box from the fields that the migration API takes: a signed-in person, or an app's service account.

`base_url` points either of them at another server that speaks the Box API, such as Holdall.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from holdall.connector import Box, Settings
from holdall.connector.exchange import SignIn
from holdall.connector.sign_in.jwt import AppAuth, AppSettings, BoxAppSettings, ServerJwt
from holdall.connector.sign_in.tokens import TokenStore

from .box import BoxPlatform
from .enterprise import EnterprisePlatform
from .platform import Platform

Text = Annotated[str, msgspec.Meta(min_length=1)]

_DEFAULTS = Settings()


class ServiceAccount(msgspec.Struct, frozen=True, kw_only=True):
    """The `auth` of a connection to `box-service`: one of `enterprise_id` (all users) and `user_id` (one of them)."""

    private_key: Text
    client_id: Text
    client_secret: Text
    public_key_id: str = ""
    password: str | None = None
    enterprise_id: str | None = None
    user_id: str | None = None
    delete_behavior: Literal["permanent", "trash"] | None = None
    base_url: str | None = None


def box_account(
    sign_in: SignIn | str,
    *,
    base_url: str | None = None,
    admin_mode: bool = False,
    delete_permanently: bool = False,
    settings: Settings = _DEFAULTS,
) -> Platform:
    """The platform `box`: a person's content, or with `admin_mode` every user's below the e-mail address.

    `sign_in` is a way to tokens or a token itself. Raises ValueError for an address that can not be.
    """
    box = Box(sign_in, base_url=base_url or None, settings=settings)
    if admin_mode:
        return EnterprisePlatform(box, delete_permanently=delete_permanently, impersonates_in_path=True)
    return BoxPlatform(box, delete_permanently=delete_permanently)


def box_service(
    auth: Mapping[str, Any], *, store: TokenStore | None = None, settings: Settings = _DEFAULTS
) -> Platform:
    """The platform `box-service`: all users' content, or one's, signed in with an app's key pair.

    Raises ValueError for fields that are missing or do not fit; no message holds a secret.
    """
    fields = _read(auth)
    enterprise, user = _identifier(fields.enterprise_id), _identifier(fields.user_id)
    if (enterprise is None) == (user is None):
        raise ValueError("auth needs one of enterprise_id (all users) and user_id (one user)")
    app = AppSettings(
        box_app_settings=BoxAppSettings(
            client_id=fields.client_id,
            client_secret=fields.client_secret,
            app_auth=AppAuth(
                private_key=fields.private_key, passphrase=fields.password, public_key_id=fields.public_key_id
            ),
        ),
        enterprise_id=enterprise,
    )
    sign_in = ServerJwt(app, user_id=user, store=store)
    sign_in.assertion()  # a key that does not open is told now, and not in the middle of a job
    box = Box(sign_in, base_url=fields.base_url or None, settings=settings)
    permanently = fields.delete_behavior == "permanent"
    if user is not None:
        return BoxPlatform(box, delete_permanently=permanently, platform_id="box-service")
    return EnterprisePlatform(box, delete_permanently=permanently, platform_id="box-service")


def _read(auth: Mapping[str, Any]) -> ServiceAccount:
    try:
        return msgspec.convert(dict(auth), ServiceAccount, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"auth does not fit the platform box-service: {error}") from None


def _identifier(text: str | None) -> str | None:
    """An id without the comma that the vendor's own example has inside the quotes."""
    return (text or "").strip(" ,") or None
