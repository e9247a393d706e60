"""The tables of metadata templates, instances on items, the values that can be looked for, cascade policies, and taxonomies."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column


def _in_order_of_bytes() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


metadata_templates = sa.Table(
    "metadata_templates",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.Text, nullable=False),  # its id on the wire
    enterprise_column(),
    sa.Column("template_key", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("is_hidden", sa.Boolean, nullable=False),
    sa.Column("is_copied", sa.Boolean, nullable=False),  # whether copies of items get copies of their instances
    sa.Column("fields", Json, nullable=False),
    sa.Column("next_number", sa.Integer, nullable=False),  # for the next field or option
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("deleted_at", sa.BigInteger),  # from then on it is out of sight; its instances go in batches
    sa.Index("uq_metadata_templates_uuid", "uuid", unique=True),
    sa.Index("uq_metadata_templates_key", "enterprise_id", "template_key", unique=True, **_where("deleted_at IS NULL")),
)

metadata_instances = sa.Table(
    "metadata_instances",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.Text, nullable=False),
    enterprise_column(),  # whose template it is; of a global one, whose item it is on
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("template_id", sa.BigInteger, sa.ForeignKey("metadata_templates.id", ondelete="CASCADE")),
    sa.Column("global_key", sa.Text),  # of a global template, instead of its id
    sa.Column("stored", Json, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("policy_id", sa.BigInteger),  # the cascade policy that it came by, until somebody changes it
    sa.Index("uq_metadata_instances_uuid", "uuid", unique=True),
    sa.Index(
        "uq_metadata_instances_template", "item_id", "template_id", unique=True, **_where("template_id IS NOT NULL")
    ),
    sa.Index("uq_metadata_instances_global", "item_id", "global_key", unique=True, **_where("global_key IS NOT NULL")),
    sa.Index("ix_metadata_instances_template_id", "template_id", "item_id"),
)

cascade_policies = sa.Table(
    "cascade_policies",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.Text, nullable=False),
    enterprise_column(),  # who has made it
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("template_id", sa.BigInteger, sa.ForeignKey("metadata_templates.id", ondelete="CASCADE")),
    sa.Column("global_key", sa.Text),
    sa.Index("uq_cascade_policies_uuid", "uuid", unique=True),
    sa.Index("ix_cascade_policies_folder_id", "folder_id", "id"),
    sa.Index("ix_cascade_policies_template_id", "template_id"),
)

metadata_values = sa.Table(
    "metadata_values",
    metadata,
    sa.Column(
        "instance_id", sa.BigInteger, sa.ForeignKey("metadata_instances.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("field", sa.Text, primary_key=True),  # the number of the field; in global.properties, its key
    sa.Column("position", sa.Integer, primary_key=True),  # among the values of one field
    sa.Column("text", _in_order_of_bytes()),
    sa.Column("folded", _in_order_of_bytes()),  # the text without its case
    sa.Column("number", sa.Float),  # a number, the milliseconds of a date, or the number of an option
)

metadata_taxonomies = sa.Table(
    "metadata_taxonomies",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.Text, nullable=False),  # its id on the wire
    enterprise_column(),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("levels", Json, nullable=False),
    sa.Column("deleted_at", sa.BigInteger),  # from then on it is out of sight; its nodes go in batches
    sa.Index("uq_metadata_taxonomies_uuid", "uuid", unique=True),
    sa.Index("uq_metadata_taxonomies_key", "enterprise_id", "key", unique=True, **_where("deleted_at IS NULL")),
)

metadata_nodes = sa.Table(
    "metadata_nodes",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.Text, nullable=False),
    sa.Column(
        "taxonomy_id", sa.BigInteger, sa.ForeignKey("metadata_taxonomies.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("parent_id", sa.BigInteger),
    sa.Column(
        "path", _in_order_of_bytes(), nullable=False
    ),  # the ids from the root to the node, each with a dot behind
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("folded", _in_order_of_bytes(), nullable=False),  # the name without its case
    sa.Index("uq_metadata_nodes_uuid", "uuid", unique=True),
    sa.Index("ix_metadata_nodes_folded", "taxonomy_id", "folded", "id"),
    sa.Index("ix_metadata_nodes_level", "taxonomy_id", "level", "folded", "id"),
    sa.Index("ix_metadata_nodes_path", "taxonomy_id", "path"),
    sa.Index("ix_metadata_nodes_parent_id", "parent_id", "folded", "id"),
)
