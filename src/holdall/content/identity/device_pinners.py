"""Device pins: the devices on which people have signed in, as their applications name them at the token endpoint.

Applications send `box_device_id` and `box_device_name` with a code or a refresh token
(https://github.com/box/box-python-sdk/blob/v3.14.0/docs/usage/authentication.md); 0 stands for no device. Removing a pin
ends every sign-in of the device (https://developer.box.com/guides/security/device-pinners/).
"""

from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, NotFound
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import device_pinners, grants, users
from holdall.content.identity.tokens import Holder

NO_DEVICE = frozenset({"", "0"})
LONGEST_NAME = 255

Direction = Literal["ASC", "DESC"]


class Device(msgspec.Struct, frozen=True):
    """A device as its application names it."""

    device_id: str
    product_name: str


class DevicePinner(msgspec.Struct, frozen=True):
    """A device that a user has signed in on."""

    id: int
    enterprise_id: int
    product_name: str
    user_id: int
    user_name: str
    user_login: str


_SELECT = sa.select(
    device_pinners.c.id,
    device_pinners.c.enterprise_id,
    device_pinners.c.product_name,
    users.c.id.label("user_id"),
    users.c.name.label("user_name"),
    users.c.login.label("user_login"),
).join_from(device_pinners, users, users.c.id == device_pinners.c.user_id)
_IN_ENTERPRISE = device_pinners.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
_ID = sa.bindparam("pinner_id", type_=sa.BigInteger)
_FROM = sa.bindparam("start", type_=sa.BigInteger)
_LIMIT = sa.bindparam("limit", type_=sa.BigInteger)
_FIND = query(_SELECT.where(_IN_ENTERPRISE, device_pinners.c.id == _ID), into=DevicePinner)
_LISTS = {
    "ASC": query(
        _SELECT.where(_IN_ENTERPRISE, device_pinners.c.id >= _FROM).order_by(device_pinners.c.id).limit(_LIMIT),
        into=DevicePinner,
    ),
    "DESC": query(
        _SELECT.where(_IN_ENTERPRISE, device_pinners.c.id <= _FROM).order_by(device_pinners.c.id.desc()).limit(_LIMIT),
        into=DevicePinner,
    ),
}
_SAME = query(
    sa.select(device_pinners.c.id).where(
        device_pinners.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
        device_pinners.c.application_id == sa.bindparam("application_id", type_=sa.BigInteger),
        device_pinners.c.device_id == sa.bindparam("device_id", type_=sa.Text),
    )
)
_END_SIGN_INS = query(
    sa.update(grants)
    .where(grants.c.device_pinner_id == _ID, grants.c.revoked_at.is_(None))
    .values(revoked_at=sa.bindparam("at", type_=sa.BigInteger))
)


def device_named(device_id: str | None, name: str | None, application_name: str) -> Device | None:
    """The device that a token request names, by the application's name where it has none; None for no device."""
    if device_id is None or device_id in NO_DEVICE:
        return None
    return Device(device_id[:LONGEST_NAME], (name or application_name)[:LONGEST_NAME])


async def pin_device(tx: Transaction, holder: Holder, device: Device | None) -> None:
    """Part of a unit that makes tokens: keep on which device the holder has signed in."""
    if device is None:
        return
    key = {"user_id": holder.user_id, "application_id": holder.application_id, "device_id": device.device_id}
    pinner_id = await tx.value(_SAME, **key)
    if pinner_id is None:
        pinner_id = tx.new_id()
        await tx.insert(
            device_pinners,
            id=pinner_id,
            enterprise_id=holder.enterprise_id,
            product_name=device.product_name,
            created_at=tx.now,
            **key,
        )
        await emit(
            tx,
            holder,
            "ADD_DEVICE_ASSOCIATION",
            source_type="user",
            source_id=holder.user_id,
            device_pinner_id=pinner_id,
            product_name=device.product_name,
        )
    await tx.update(grants, {"id": holder.grant_id}, device_pinner_id=pinner_id)


async def list_pinners(
    reader: Reader, subject: Subject, enterprise_id: int, *, direction: Direction, start: int | None, limit: int
) -> list[DevicePinner]:
    """The pins of the enterprise by id, from the one with the id `start` on; raises NotFound or Forbidden."""
    if enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no enterprise with id {enterprise_id}")
    _require_admin(subject)
    if start is None:
        start = 0 if direction == "ASC" else 2**63 - 1
    return list(await reader.all(_LISTS[direction], enterprise_id=enterprise_id, start=start, limit=limit))


async def find_pinner(reader: Reader, subject: Subject, pinner_id: int) -> DevicePinner:
    """One pin; raises Forbidden or NotFound."""
    _require_admin(subject)
    found = await reader.one(_FIND, pinner_id=pinner_id, enterprise_id=subject.enterprise_id)
    if found is None:
        raise NotFound(f"There is no device pin with id {pinner_id}")
    return found


async def remove_pinner(tx: Transaction, subject: Subject, pinner_id: int) -> None:
    """A unit: take a pin away, and sign its user out on the device; raises Forbidden or NotFound."""
    pinner = await find_pinner(tx, subject, pinner_id)
    await tx.run(_END_SIGN_INS, pinner_id=pinner_id, at=tx.now)
    await tx.delete(device_pinners, id=pinner_id)
    await emit(
        tx,
        subject,
        "REMOVE_DEVICE_ASSOCIATION",
        source_type="user",
        source_id=pinner.user_id,
        name=pinner.user_name,
        login=pinner.user_login,
        device_pinner_id=pinner_id,
        product_name=pinner.product_name,
    )


def _require_admin(subject: Subject) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator of the enterprise may see and remove device pins")
