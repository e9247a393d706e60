"""The ledger's statements, for both databases.

Lists are walked by id, so that a page costs the same wherever it is.
"""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.migration.tables import NOTICED, comments, extras, items, permissions, runs, samples

from .reasons import Reason
from .rows import Count, Item, Moved, Run


def _bind(*names: str) -> list[sa.BindParameter[Any]]:
    return [sa.bindparam(name) for name in names]


def _sum(column: sa.Column[int]) -> sa.ColumnElement[int]:
    """A sum that is a number of the same kind on both databases, and 0 of nothing."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)


_JOB, _RUN, _LIMIT, _AFTER = _bind("job", "run", "limit", "after")
_ITEM = sa.select(*rows_of(Item, items))
_OF_JOB = items.c.job_id == _JOB
_OPEN = sa.or_(items.c.status == "pending", items.c.status == "retry")

RUN_BY_ID = query(sa.select(*rows_of(Run, runs)).where(runs.c.id == _RUN), Run)
RUN_FOR_UPDATE = query(sa.select(runs.c.id).where(runs.c.id == _RUN).with_for_update(), int)
LAST_SAMPLE = query(
    sa.select(samples.c.sampled_at, samples.c["items"], samples.c.bytes)
    .where(samples.c.run_id == _RUN)
    .order_by(samples.c.sampled_at.desc())
    .limit(1)
)
LAST_RUN = query(sa.select(*rows_of(Run, runs)).where(runs.c.job_id == _JOB).order_by(runs.c.id.desc()).limit(1), Run)
LAST_RUNS = query(
    sa.select(*rows_of(Run, runs))
    .where(runs.c.id.in_(sa.select(sa.func.max(runs.c.id)).group_by(runs.c.job_id)))
    .order_by(runs.c.id.desc()),
    Run,
)
_LED = sa.and_(runs.c.finished_at.is_(None), runs.c.phase == "executing", runs.c.led_until >= sa.bindparam("now"))
IS_LED = query(sa.select(runs.c.id).where(runs.c.id == _RUN, _LED), int)
LED = query(sa.select(*rows_of(Run, runs)).where(_LED).order_by(runs.c.id), Run)
COUNT_LIMITS = query(sa.update(runs).where(runs.c.id == _RUN).values(rate_limits=runs.c.rate_limits + 1))
FORGET = query(sa.delete(items).where(_OF_JOB))

ROOT = query(_ITEM.where(_OF_JOB, items.c.depth == 0), Item)
BY_IDS = query(_ITEM.where(contains(items.c.id, "ids")), Item)
BY_IDENTITY = query(_ITEM.where(_OF_JOB, contains(items.c.source_identity, "identities")), Item)
KNOWN = query(sa.select(items.c.source_identity).where(_OF_JOB, contains(items.c.source_identity, "identities")), str)
CHILDREN = query(
    _ITEM.where(items.c.parent_id == sa.bindparam("parent"), items.c.id > _AFTER).order_by(items.c.id).limit(_LIMIT),
    Item,
)
COUNT_THERE = query(
    sa.select(sa.func.count()).where(
        items.c.parent_id == sa.bindparam("parent"), items.c.destination_address.is_not(None)
    ),
    int,
)
OCCUPANTS = query(
    _ITEM.where(
        items.c.destination_parent_id == sa.bindparam("parent"), items.c.destination_name == sa.bindparam("name")
    ),
    Item,
)
_NOT_LISTED = sa.literal(Reason.FOLDER_NOT_LISTED.value)
UNLISTED = query(
    _ITEM.where(
        _OF_JOB,
        items.c.type == "folder",
        items.c.seen_run == _RUN,
        sa.or_(items.c.listed_run.is_(None), items.c.listed_run != _RUN),
        items.c.status != "skipped",
        sa.or_(items.c.category.is_(None), items.c.category != _NOT_LISTED, items.c.changed_run != _RUN),
        items.c.claimed_until < sa.bindparam("now"),
    )
    .order_by(items.c.depth, items.c.id)
    .limit(_LIMIT)
    .with_for_update(skip_locked=True),
    Item,
)
UNSEE = query(sa.update(items).where(_OF_JOB, items.c.seen_run == _RUN).values(seen_run=0, listed_run=None))
SEEN = query(sa.update(items).where(contains(items.c.id, "ids")).values(seen_run=_RUN))
VERIFIED = query(sa.update(items).where(contains(items.c.id, "ids")).values(verified_run=_RUN, attempts=0))
_FREE = items.c.claimed_until < sa.bindparam("now")
_WORKER = sa.bindparam("worker", type_=sa.BigInteger)
_BY_OTHERS = sa.and_(items.c.claimed_until >= sa.bindparam("now"), items.c.claimed_by != _WORKER)
_WANTED = (_OF_JOB, contains(items.c.type, "types"), contains(items.c.action, "actions"), _OPEN)
_IN_ORDER = (items.c.depth, items.c.id)
TO_DO = query(
    _ITEM.where(*_WANTED, _FREE).order_by(*_IN_ORDER).limit(_LIMIT).with_for_update(skip_locked=True),
    Item,
)
_BEFORE = items.alias("before")
_COMES_FIRST = (
    sa.exists()
    .where(_BEFORE.c.job_id == _JOB, _BEFORE.c.action != "none", _BEFORE.c.action != "delete")
    .where(sa.or_(_BEFORE.c.type != "file", _BEFORE.c.action == "move"))
    .where(sa.or_(_BEFORE.c.status == "pending", _BEFORE.c.status == "retry"))
)
TO_SHARE = query(
    _ITEM.where(*_WANTED, _FREE, ~_COMES_FIRST)
    .order_by(*_IN_ORDER)
    .limit(_LIMIT)
    .with_for_update(of=items, skip_locked=True),
    Item,
)
SHARED = query(sa.select(items.c.id).where(*_WANTED, _FREE, ~_COMES_FIRST).limit(1), int)
LEFT = query(sa.select(items.c.id).where(*_WANTED, sa.or_(_FREE, items.c.claimed_by != _WORKER)).limit(1), int)
FLAGGED = query(
    sa.select(items.c.id).where(_OF_JOB, items.c.status == "remediation", items.c.changed_run == _RUN).limit(1), int
)
RIVALS = query(
    sa.select(items.c.name).where(items.c.parent_id == sa.bindparam("parent"), items.c.type == "file", _BY_OTHERS), str
)
CLAIM = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"))
    .values(claimed_until=sa.bindparam("until", type_=sa.BigInteger), claimed_by=_WORKER)
)
RENEW = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"), items.c.claimed_by == _WORKER, items.c.claimed_until > 0)
    .values(claimed_until=sa.bindparam("until", type_=sa.BigInteger))
)
RELEASE = query(
    sa.update(items).where(_OF_JOB, items.c.claimed_by == 0, items.c.claimed_until > 0).values(claimed_until=0)
)
_LISTED = items.alias("listed")
GONE = query(
    _ITEM.join_from(items, _LISTED, _LISTED.c.id == items.c.parent_id)
    .where(_OF_JOB, items.c.seen_run != _RUN, items.c.destination_address.is_not(None), _LISTED.c.listed_run == _RUN)
    .where(items.c.id > _AFTER)
    .order_by(items.c.id)
    .limit(_LIMIT),
    Item,
)
_TO_VERIFY = (
    items.c.type == "file",
    items.c.changed_run == _RUN,
    sa.or_(items.c.verified_run.is_(None), items.c.verified_run != _RUN),
    sa.or_(items.c.status == "success", items.c.status == "processed"),
)
UNVERIFIED_FOLDERS = query(
    sa.select(items.c.parent_id)
    .distinct()
    .where(_OF_JOB, *_TO_VERIFY, items.c.parent_id > _AFTER)
    .order_by(items.c.parent_id)
    .limit(_LIMIT),
    int,
)
_MOVED = sa.select(*rows_of(Moved, items)).where(*_TO_VERIFY)
UNVERIFIED = query(
    _MOVED.where(items.c.parent_id == sa.bindparam("parent"), items.c.id > _AFTER).order_by(items.c.id).limit(_LIMIT),
    Moved,
)
UNVERIFIED_CALLED = query(
    _MOVED.where(items.c.destination_parent_id == sa.bindparam("parent"), contains(items.c.destination_name, "names")),
    Moved,
)
_INSIDE = items.alias("inside")
EMPTY_FOLDERS = query(
    sa.select(items.c.id)
    .where(
        _OF_JOB,
        items.c.type == "folder",
        items.c.action == "create",
        items.c.listed_run == _RUN,
        ~sa.exists().where(_INSIDE.c.parent_id == items.c.id, _INSIDE.c.status != "skipped"),
    )
    .limit(_LIMIT),
    int,
)
COUNTS = query(
    sa.select(
        items.c.type,
        items.c.status,
        sa.func.count().label("items"),
        _sum(items.c.size).label("bytes"),
    )
    .where(_OF_JOB, items.c.depth > 0)
    .group_by(items.c.type, items.c.status),
    Count,
)
CHANGED = query(
    sa.select(items.c.type, sa.func.count(), _sum(items.c.bytes))
    .where(_OF_JOB, items.c.changed_run == _RUN, sa.or_(items.c.status == "success", items.c.status == "processed"))
    .group_by(items.c.type)
)
NOTICED_ITEMS = {
    status: query(
        _ITEM.where(_OF_JOB, items.c.status == sa.literal_column(f"'{status}'"), sa.text(f"({NOTICED})"))
        .order_by(items.c.id)
        .limit(_LIMIT),
        Item,
    )
    for status in ("remediation", "retry", "skipped", "processed")
}
VERIFIED_FILES = query(sa.select(sa.func.count()).where(_OF_JOB, items.c.verified_run.is_not(None)), int)
SAMPLES = query(
    sa.select(samples.c.sampled_at, samples.c["items"], samples.c.bytes)
    .where(samples.c.run_id == _RUN)
    .order_by(samples.c.sampled_at)
)
ALL = query(_ITEM.where(_OF_JOB, items.c.id > _AFTER, items.c.depth > 0).order_by(items.c.id).limit(_LIMIT), Item)
RELOCATING = query(_ITEM.where(_OF_JOB, items.c.relocation.is_not(None)).order_by(items.c.id), Item)
_LENGTH = sa.bindparam("length", type_=sa.Integer)
MOVED_BELOW = query(
    sa.update(items)
    .where(_OF_JOB, sa.func.substr(items.c.destination_address, 1, _LENGTH) == sa.bindparam("old", type_=sa.Text))
    .values(
        destination_address=sa.bindparam("new", type_=sa.Text)
        + sa.func.substr(items.c.destination_address, _LENGTH + 1)
    )
)


MOVES_OPEN = query(sa.select(sa.func.count()).where(_OF_JOB, items.c.action == "move", items.c.seen_run == _RUN), int)
_TOPS = sa.select(items.c.id).where(contains(items.c.id, "ids")).cte("subtree", recursive=True)
SUBTREE = _TOPS.union_all(sa.select(items.c.id).join_from(items, _TOPS, items.c.parent_id == _TOPS.c.id))
REMOVE_EXTRAS = [
    query(sa.delete(table).where(table.c.item_id.in_(sa.select(SUBTREE.c.id))))
    for table in (extras, comments, permissions)
]
REMOVE = query(sa.delete(items).where(items.c.id.in_(sa.select(SUBTREE.c.id))))
ANEW = {
    **dict.fromkeys(
        [
            "destination_address",
            "destination_identity",
            "destination_name",
            "destination_parent_id",
            "destination_revision",
            "moved_revision",
        ]
    ),
    "action": "create",
    "status": "pending",
    "attempts": 0,
    "claimed_until": 0,
}
"""What is written of an item that is to be made again."""
MAKE_ANEW = query(
    sa.update(items)
    .where(items.c.id.in_(sa.select(SUBTREE.c.id)), items.c.destination_address.is_not(None))
    .values(**ANEW)
)
COUNT_BELOW = query(sa.select(sa.func.count()).select_from(SUBTREE), int)
