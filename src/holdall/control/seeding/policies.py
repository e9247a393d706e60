"""The sections `terms_of_service` and `information_barriers`: what people accept, and what they are kept from."""

import msgspec

from holdall.base.errors import ApiError
from holdall.content.barriers import barriers, members, reports, restrictions, segments
from holdall.content.identity.subject import Subject
from holdall.content.terms import statuses, terms
from holdall.content.terms.terms import Terms, TermsStatus, TermsType
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting

MOST = 1000
"""Members and restrictions among which one that is there already is looked for."""


class SeedTerms(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Terms of service of an enterprise; those that are there stay as they are."""

    by: str | int
    """Login or id of an administrator of the enterprise."""
    text: str
    """What people are asked to accept."""
    type: TermsType = "managed"
    """For the enterprise's own people, or for those of other enterprises who collaborate."""
    status: TermsStatus = "enabled"
    """Disabled terms are asked of nobody."""
    accepted_by: list[str | int] = []
    """Logins or ids of users who have accepted them."""
    key: str | None = None
    """A word by which the answer tells the id of the terms."""


class SeedSegment(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A segment of a barrier."""

    name: str
    """By which the segment is found again when the seed is applied again."""
    members: list[str | int] = []
    """Logins or ids."""
    kept_from: list[str] = []
    """The names of the segments whose people's content these people may not reach."""
    description: str = ""
    """What people read about it."""


class SeedBarrier(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The information barrier of an enterprise."""

    by: str | int
    """Login or id of an administrator of the enterprise."""
    segments: list[SeedSegment]
    """The parts of its people."""
    enabled: bool = True
    """Let it act; a barrier that acts already stays as it is."""
    key: str | None = None
    """A word by which the answer tells the id of the barrier."""


@section("terms_of_service", list[SeedTerms], order=60)
async def plant_terms(planting: Planting, seeds: list[SeedTerms]) -> None:
    """Write the terms that the enterprises do not have, and keep who has accepted them."""
    db = planting.platform.db
    for number, seed in enumerate(seeds):
        place = f"terms_of_service[{number}]"
        subject = await planting.subject(seed.by, f"{place}.by")
        people = [await planting.subject(user, f"{place}.accepted_by") for user in seed.accepted_by]
        try:
            present = await terms.list_terms(db, subject, seed.type)
            one = present[0] if present else await _write_terms(planting, subject, seed)
            answered = {status.user_id for status in await statuses.list_statuses(db, subject, one.id, None)}
            for person in people:
                if person.user_id not in answered:
                    await db.write(statuses.answer, person, one.id, is_accepted=True)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, one.id)


async def _write_terms(planting: Planting, subject: Subject, seed: SeedTerms) -> Terms:
    return await planting.platform.db.write(
        terms.create_terms, subject, tos_type=seed.type, status=seed.status, text=seed.text
    )


@section("information_barriers", list[SeedBarrier], order=70)
async def plant_barriers(planting: Planting, seeds: list[SeedBarrier]) -> None:
    """Make the barriers that are not there, with what their segments lack, and let them act."""
    for number, seed in enumerate(seeds):
        place = f"information_barriers[{number}]"
        subject = await planting.subject(seed.by, f"{place}.by")
        try:
            planting.tell(seed.key, await _plant_barrier(planting, subject, seed, place))
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None


async def _plant_barrier(planting: Planting, subject: Subject, seed: SeedBarrier, place: str) -> int:
    platform, db = planting.platform, planting.platform.db
    present = await barriers.list_barriers(db, subject, after=0, limit=1)
    barrier = present[0] if present else await db.write(barriers.create_barrier, subject, subject.enterprise_id)
    if barrier.status not in {"draft", "disabled"}:
        return barrier.id
    ids = await _plant_segments(planting, subject, barrier.id, seed.segments)
    for one in seed.segments:
        await _plant_members(planting, subject, ids[one.name], one, place)
        await _plant_restrictions(planting, subject, ids, one, place)
    if seed.enabled:
        report = await db.write(reports.create_report, subject, barrier.id)
        await reports.write_report(db, platform.stores, report.id)
        await db.write(barriers.change_status, subject, barrier.id, "pending")
    return barrier.id


async def _plant_segments(
    planting: Planting, subject: Subject, barrier_id: int, seeds: list[SeedSegment]
) -> dict[str, int]:
    """The segments by name."""
    db = planting.platform.db
    found = await segments.list_segments(db, subject, barrier_id, after=0, limit=segments.MOST)
    ids = {one.name: one.id for one in found}
    for seed in seeds:
        if seed.name not in ids:
            named = {"name": seed.name, "description": seed.description}
            ids[seed.name] = (await db.write(segments.create_segment, subject, barrier_id, **named)).id
    return ids


async def _plant_members(planting: Planting, subject: Subject, segment_id: int, seed: SeedSegment, place: str) -> None:
    db = planting.platform.db
    found = await members.list_members(db, subject, segment_id, after=0, limit=MOST)
    present = {one.user_id for one in found}
    for user in seed.members:
        person = await planting.subject(user, f"{place}.segments: {seed.name}")
        if person.user_id not in present:
            await db.write(members.add_member, subject, segment_id, person.user_id)


async def _plant_restrictions(
    planting: Planting, subject: Subject, ids: dict[str, int], seed: SeedSegment, place: str
) -> None:
    db, segment_id = planting.platform.db, ids[seed.name]
    found = await restrictions.list_restrictions(db, subject, segment_id, after=0, limit=MOST)
    present = {one.restricted_segment_id for one in found}
    for name in seed.kept_from:
        if name not in ids:
            raise SeedError(f"{place}: there is no segment named {name!r}")
        if ids[name] not in present:
            await db.write(restrictions.add_restriction, subject, segment_id, ids[name])
