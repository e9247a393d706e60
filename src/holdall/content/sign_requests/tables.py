"""The tables of sign requests, their signers, and templates. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column
from holdall.storage.tables import register_reference

sign_requests = sa.Table(
    "sign_requests",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # the sender's
    sa.Column("sender_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("error_code", sa.Text),
    sa.Column("options", Json, nullable=False),  # what was asked for and is told again: see rows.Options
    sa.Column("sources", Json, nullable=False),  # ids of the files, and of the versions that were current
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("file_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("log_id", sa.BigInteger),  # the file of the signing log, once all have signed
    # The document that everybody signs, as it was before anybody did: each version is made of it anew.
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key")),
    sa.Column("version_id", sa.BigInteger),  # the version of the file that was written last
    sa.Column("rendered", sa.Integer, nullable=False),  # how many signatures the file's version shows
    sa.Column("prepare_token", sa.Text, unique=True),  # the end of the address where the sender prepares it
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("sent_at", sa.BigInteger),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("remind_at", sa.BigInteger),  # when signers are reminded next; none once that is over
    sa.Index("ix_sign_requests_sender", "sender_id", "id"),
    sa.Index("ix_sign_requests_enterprise", "enterprise_id", "id"),
    sa.Index("ix_sign_requests_folder", "folder_id"),
    sa.Index("ix_sign_requests_file", "file_id"),
    sa.Index("ix_sign_requests_blob_key", "blob_key"),
    sa.Index("ix_sign_requests_expires", "expires_at"),
    sa.Index("ix_sign_requests_remind", "remind_at"),
)
register_reference(sign_requests.c.blob_key)

sign_signers = sa.Table(
    "sign_signers",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("request_id", sa.BigInteger, sa.ForeignKey("sign_requests.id", ondelete="CASCADE"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),  # 0 is the sender; tags of documents name signers by it
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the end of the address of the signer's page
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),  # `order` of the API: those with the lowest go first
    sa.Column("group_id", sa.Text),  # one of a group signs for all of it
    sa.Column("password_hash", sa.Text),
    sa.Column("options", Json, nullable=False),  # see rows.SignerOptions
    sa.Column("inputs", Json, nullable=False),  # see rows.Input
    sa.Column("told_at", sa.BigInteger),  # when it became the signer's turn, with a mail or without
    sa.Column("viewed_at", sa.BigInteger),
    sa.Column("decision", sa.Text),  # signed, declined
    sa.Column("decided_at", sa.BigInteger),
    sa.Column("reason", sa.Text),
    sa.Column("signature", Json),  # see rows.Signature
    sa.Column("address", sa.Text),  # where the decision came from, for the log
    sa.UniqueConstraint("request_id", "position"),
)

sign_templates = sa.Table(
    "sign_templates",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("content", Json, nullable=False),  # see templates.Content
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_sign_templates_maker", "created_by", "id"),
    sa.Index("ix_sign_templates_folder", "folder_id"),
)
