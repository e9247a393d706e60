"""Tables of webhooks and of what was or will be delivered to them. Instants are microseconds UTC."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

SKILL = 9
"""The `target_type` of a row that is the way to a skill (holdall.content.skills): no webhook of anybody's."""


def _where(condition: str) -> dict[str, Any]:
    """An index of those rows alone, in both dialects."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("target_type", sa.SmallInteger, nullable=False),
    sa.Column("target_id", sa.BigInteger, nullable=False),  # no foreign key: the end of the target is still to be told
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("triggers", Json, nullable=False),
    sa.Column("scopes", Json, nullable=False),  # of the token that made it: it tells of nothing that they do not open
    sa.Column("created_at", sa.BigInteger, nullable=False),
    # It is told of the events behind the first number, and with the second one up to that.
    sa.Column("after_sequence", sa.BigInteger, nullable=False),
    sa.Column("until_sequence", sa.BigInteger),
    sa.Column("triggered_at", sa.BigInteger),  # the latest event that was for it
    sa.Column("delivered_at", sa.BigInteger),  # the latest delivery that succeeded
    # Gone for everybody, and kept until what it was still to be told has been delivered or given up.
    sa.Column("retired_at", sa.BigInteger),
    sa.Index(
        "uq_webhooks_target", "application_id", "user_id", "target_id", unique=True, **_where("retired_at IS NULL")
    ),
    sa.Index("ix_webhooks_target_id", "target_id"),
    sa.Index("ix_webhooks_user_id", "user_id"),
)

_IS_OPEN = "next_attempt_at IS NOT NULL"

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("webhook_id", sa.BigInteger, sa.ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    sa.Column("event_sequence", sa.BigInteger, nullable=False),  # the order in which an item's are delivered
    sa.Column("event_id", sa.Text, nullable=False),  # the id in the body, the same at every attempt
    sa.Column("trigger", sa.Text, nullable=False),
    sa.Column("item_id", sa.BigInteger, nullable=False),
    # What is sent and signed, to the letter; of a skill's, its tokens are filled in when it is sent.
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # pending, failed (and to be tried again), delivered, dead
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("first_attempt_at", sa.BigInteger),
    sa.Column("next_attempt_at", sa.BigInteger),  # none once it was delivered or given up
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("answer", sa.Integer),  # the status of the latest answer
    sa.Column("error", sa.Text),  # why the latest attempt failed
    sa.Index("uq_webhook_deliveries_event", "webhook_id", "event_sequence", "trigger", unique=True),
    sa.Index("ix_webhook_deliveries_due", "webhook_id", "next_attempt_at", "event_sequence", **_where(_IS_OPEN)),
    sa.Index("ix_webhook_deliveries_lane", "webhook_id", "item_id", "event_sequence", **_where(_IS_OPEN)),
    sa.Index("ix_webhook_deliveries_ended", "ended_at", **_where("ended_at IS NOT NULL")),
)
