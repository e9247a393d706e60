"""The tables of Doc Gen: which files are templates, batches, and the jobs in them. Instants are microseconds UTC.

Jobs outlive what they speak of: the ids of files and folders in them refer to nothing.
"""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

docgen_templates = sa.Table(
    "docgen_templates",
    metadata,
    sa.Column(
        "file_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    enterprise_column(),  # the file's
    sa.Column("created_by", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_docgen_templates_enterprise", "enterprise_id", "file_id"),
)

docgen_batches = sa.Table(
    "docgen_batches",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # of who has asked
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("template_id", sa.BigInteger, nullable=False),
    sa.Column("version_id", sa.BigInteger, nullable=False),
    sa.Column("folder_id", sa.BigInteger, nullable=False),
    sa.Column("output_type", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
)

docgen_jobs = sa.Table(
    "docgen_jobs",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("batch_id", sa.BigInteger, sa.ForeignKey("docgen_batches.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created_by", sa.BigInteger, nullable=False),  # the batch's, for the lists of a user
    sa.Column("template_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("data", sa.Text),  # JSON as it was sent, numbers and all; forgotten when the job is over
    sa.Column("output_id", sa.BigInteger),
    sa.Column("output_version_id", sa.BigInteger),
    sa.Column("errors", Json, nullable=False),
    sa.Column("warnings", Json, nullable=False),
    sa.Index("ix_docgen_jobs_batch", "batch_id", "id"),
    sa.Index("ix_docgen_jobs_maker", "created_by", "template_id", "id"),
    sa.Index("ix_docgen_jobs_status", "status", "batch_id"),
)
