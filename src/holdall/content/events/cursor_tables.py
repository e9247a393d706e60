"""The table of cursors: how far each consumer of the events has come. Emptied and restored with the events themselves."""

import sqlalchemy as sa

from holdall.base.db import metadata

event_cursors = sa.Table(
    "event_cursors",
    metadata,
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("failures", sa.BigInteger, nullable=False),
    sa.Column("retry_at", sa.BigInteger, nullable=False),  # microseconds UTC; 0 is at once
    sa.Column("last_error", sa.Text),
)
