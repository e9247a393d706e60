"""The sections `legal_holds` and `retention_policies`: what keeps content from being deleted."""

from typing import Literal

import msgspec
from msgspec import UNSET

from holdall.base.db import Transaction
from holdall.base.errors import ApiError
from holdall.content.governance import hold_assignments, retention_assignments
from holdall.content.governance.holds import create_hold, list_holds
from holdall.content.governance.retentions import (
    DispositionAction,
    RetentionType,
    Wish,
    create_retention,
    list_retentions,
)
from holdall.content.identity.subject import Subject
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting

_MANY = 100_000
_PEOPLE = frozenset({"user", "ownership", "interactions"})


class SeedHeld(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a legal hold is for."""

    type: Literal["file", "folder", "user", "ownership", "interactions"]
    id: str | int
    """Key or id; of a person the login or the id."""


class SeedLegalHold(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A legal hold policy."""

    name: str
    """By which the policy is found again when the seed is applied again."""
    by: str | int
    """Login or id of the administrator who makes it."""
    description: str = ""
    is_ongoing: bool = True
    """It holds what comes later too; one that does not needs both dates."""
    filter_started_at: str | None = None
    filter_ended_at: str | None = None
    assigned_to: list[SeedHeld] = []
    key: str | None = None
    """A word by which other sections speak of the policy; the answer tells its id."""


class SeedRetained(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a retention policy is for."""

    type: Literal["folder", "enterprise"]
    id: str | int | None = None
    """Key or id of a folder."""


class SeedRetention(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A retention policy."""

    name: str
    """By which the policy is found again when the seed is applied again."""
    by: str | int
    """Login or id of the administrator who makes it."""
    description: str = ""
    days: int | None = None
    """How long each version is kept; without it, until the policy is taken away."""
    disposition_action: DispositionAction = "remove_retention"
    """What happens then."""
    retention_type: RetentionType = "modifiable"
    can_owner_extend_retention: bool = False
    are_owners_notified: bool = False
    assigned_to: list[SeedRetained] = []
    key: str | None = None
    """A word by which other sections speak of the policy; the answer tells its id."""


@section("legal_holds", list[SeedLegalHold], order=44)
async def plant_legal_holds(planting: Planting, seeds: list[SeedLegalHold]) -> None:
    """Make the legal hold policies that are not there by name, with what they are assigned to."""
    for number, seed in enumerate(seeds):
        place = f"legal_holds[{number}]"
        subject = await planting.subject(seed.by, f"{place}.by")
        targets = [await _held(planting, one, f"{place}.assigned_to") for one in seed.assigned_to]
        try:
            policy_id = await planting.platform.db.write(_plant_hold, subject, seed, targets)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, policy_id)


@section("retention_policies", list[SeedRetention], order=45)
async def plant_retention_policies(planting: Planting, seeds: list[SeedRetention]) -> None:
    """Make the retention policies that are not there by name, with what they are assigned to."""
    for number, seed in enumerate(seeds):
        place = f"retention_policies[{number}]"
        subject = await planting.subject(seed.by, f"{place}.by")
        targets = [
            retention_assignments.Target(
                one.type, None if one.id is None else str(planting.id_of(one.id, f"{place}.assigned_to"))
            )
            for one in seed.assigned_to
        ]
        try:
            policy_id = await planting.platform.db.write(_plant_retention, subject, seed, targets)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, policy_id)


async def _held(planting: Planting, held: SeedHeld, place: str) -> hold_assignments.Target:
    if held.type in _PEOPLE:
        return hold_assignments.Target(held.type, (await planting.subject(held.id, place)).user_id)
    return hold_assignments.Target(held.type, planting.id_of(held.id, place))


async def _plant_hold(
    tx: Transaction, subject: Subject, seed: SeedLegalHold, targets: list[hold_assignments.Target]
) -> int:
    for known in await list_holds(tx, subject, prefix=seed.name, limit=_MANY):
        if known.policy_name == seed.name and known.deleted_at is None:
            return known.id
    policy = await create_hold(
        tx,
        subject,
        policy_name=seed.name,
        description=seed.description,
        is_ongoing=seed.is_ongoing,
        filter_started_at=seed.filter_started_at,
        filter_ended_at=seed.filter_ended_at,
    )
    for target in targets:
        await hold_assignments.assign_hold(tx, subject, policy.id, target)
    return policy.id


async def _plant_retention(
    tx: Transaction, subject: Subject, seed: SeedRetention, targets: list[retention_assignments.Target]
) -> int:
    for known in await list_retentions(tx, subject, prefix=seed.name, limit=_MANY):
        if known.policy_name == seed.name:
            return known.id
    wish = Wish(
        policy_name=seed.name,
        description=seed.description,
        retention_length=UNSET if seed.days is None else seed.days,
        disposition_action=seed.disposition_action,
        retention_type=seed.retention_type,
        can_owner_extend_retention=seed.can_owner_extend_retention,
        are_owners_notified=seed.are_owners_notified,
    )
    policy = await create_retention(tx, subject, "indefinite" if seed.days is None else "finite", wish)
    for target in targets:
        await retention_assignments.assign_retention(tx, subject, policy.id, target)
    return policy.id
