"""The tables of legal hold and retention policies, what they are assigned to, and the places from which they reach down."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


legal_hold_policies = sa.Table(
    "legal_hold_policies",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("policy_name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),  # casefolded
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("is_ongoing", sa.Boolean, nullable=False),
    sa.Column("filter_started_at", sa.Text),  # as it was given, with its offset
    sa.Column("filter_ended_at", sa.Text),
    sa.Column("release_notes", sa.Text, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Column("deleted_at", sa.BigInteger),  # when its release was asked for; it holds until it is released
    sa.Column("released_at", sa.BigInteger),
    sa.Index("uq_legal_hold_policies_name", "enterprise_id", "name_key", unique=True, **_where("deleted_at IS NULL")),
    sa.Index("ix_legal_hold_policies_enterprise_id", "enterprise_id", "id"),
)

retention_policies = sa.Table(
    "retention_policies",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("policy_name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("retention_length", sa.Integer),  # days; none: for as long as the policy is there
    sa.Column("disposition_action", sa.Text, nullable=False),
    sa.Column("retention_type", sa.Text, nullable=False),
    sa.Column("can_owner_extend_retention", sa.Boolean, nullable=False),
    sa.Column("max_extension_length", sa.Integer),  # days; 0: not at all; none: nobody has said so
    sa.Column("are_owners_notified", sa.Boolean, nullable=False),
    sa.Column("recipients", Json, nullable=False),  # ids of the users who are notified
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Column("retired_at", sa.BigInteger),  # what is uploaded later it does not retain
    sa.Column("deleted_at", sa.BigInteger),  # from then on it retains nothing; its rows go in batches
    sa.Index("uq_retention_policies_name", "enterprise_id", "name_key", unique=True, **_where("deleted_at IS NULL")),
    sa.Index("ix_retention_policies_enterprise_id", "enterprise_id", "id"),
)

governance_assignments = sa.Table(
    # A policy of either kind and what it is for. The versions made in its window are kept, where a place of it is above
    # them; one of a whole enterprise needs no place.
    "governance_assignments",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("legal_hold_policy_id", sa.BigInteger, sa.ForeignKey("legal_hold_policies.id", ondelete="CASCADE")),
    sa.Column("retention_policy_id", sa.BigInteger, sa.ForeignKey("retention_policies.id", ondelete="CASCADE")),
    sa.Column("target_type", sa.Text, nullable=False),
    sa.Column("target_id", sa.Text, nullable=False),  # as the wire has it
    sa.Column("assigned_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("assigned_at", sa.BigInteger, nullable=False),
    sa.Column("covers_from", sa.BigInteger, nullable=False),  # the window: when the versions were made that it keeps
    sa.Column("covers_until", sa.BigInteger, nullable=False),
    sa.Column("is_ongoing", sa.Boolean, nullable=False),  # whether it follows what its custodian does and gets
    sa.Column("applied_at", sa.BigInteger),  # when all of its places had been found that there were at first
    sa.Column("deleted_at", sa.BigInteger),
    sa.Column("filter_fields", Json),  # of a metadata template: the field and the value, by their ids on the wire
    sa.Column("start_date_field", sa.Text),  # the id of the field that the retention begins with
    sa.Column("notified_until", sa.BigInteger, nullable=False),  # people know of what ends before that
    sa.Column("look_at", sa.BigInteger, nullable=False),  # when something may be due next
    sa.Index("ix_governance_assignments_legal_hold", "legal_hold_policy_id", "id"),
    sa.Index("ix_governance_assignments_retention", "retention_policy_id", "id"),
    sa.Index("ix_governance_assignments_target", "enterprise_id", "target_type", "target_id"),
)

governance_places = sa.Table(
    # An item from which an assignment reaches down: the target, what went out of it since, what a custodian has met.
    "governance_places",
    metadata,
    sa.Column(
        "assignment_id",
        sa.BigInteger,
        sa.ForeignKey("governance_assignments.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column(
        "item_id",
        sa.BigInteger,
        sa.ForeignKey("items.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("version_id", sa.BigInteger),  # that version of the file alone
    sa.Column("covers_until", sa.BigInteger, nullable=False),  # versions made later are not kept from here
    sa.Column("start_at", sa.BigInteger),  # when the retention began, where not with the upload of the version
    sa.Index("ix_governance_places_item_id", "item_id"),
)

retention_extensions = sa.Table(
    # An owner's word that a file shall be retained for longer.
    "retention_extensions",
    metadata,
    sa.Column(
        "item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    sa.Column("disposition_at", sa.BigInteger, nullable=False),
    sa.Column("set_by", sa.BigInteger, nullable=False),
    sa.Column("set_at", sa.BigInteger, nullable=False),
)
