"""Tables of enterprises, users, applications and tokens. Instants are microseconds UTC, sizes bytes."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata


def enterprise_column() -> sa.Column[int]:
    """Every row belongs to an enterprise, which comes from the token and never from the request."""
    return sa.Column("enterprise_id", sa.BigInteger, sa.ForeignKey("enterprises.id"), nullable=False)


enterprises = sa.Table(
    "enterprises",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("settings", Json, nullable=False),
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("login_key", sa.Text, nullable=False, unique=True),  # casefolded: an address belongs to one user
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),  # casefolded: what a search by name compares
    sa.Column("kind", sa.Text, nullable=False),  # managed, app (no login), service (an application's own account)
    sa.Column("role", sa.Text, nullable=False),  # admin, coadmin, user
    sa.Column("status", sa.Text, nullable=False),  # active, inactive, cannot_delete_edit, cannot_delete_edit_upload
    sa.Column("root_id", sa.BigInteger, nullable=False),  # the folder spoken of as 0
    sa.Column("password_hash", sa.Text),  # argon2; none for app users and service accounts
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("timezone", sa.Text, nullable=False),
    sa.Column("job_title", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("space_amount", sa.BigInteger, nullable=False),  # -1 is without limit
    sa.Column("space_used", sa.BigInteger, nullable=False),  # every version counts, in the trash too
    sa.Column("max_upload_size", sa.BigInteger, nullable=False),
    sa.Column("external_app_user_id", sa.Text),
    sa.Column("application_id", sa.BigInteger),  # which application made the user, where one did
    sa.Column("options", Json, nullable=False),  # the rarely read flags: can_see_managed_users, tracking_codes, ...
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Column("deleted_at", sa.BigInteger),  # a deleted user stays known as the author of what others keep
    sa.Index(None, "enterprise_id", "id"),
    sa.Index(None, "enterprise_id", "login_key"),
    sa.Index("uq_users_external_app_user_id", "application_id", "external_app_user_id", unique=True),
)

applications = sa.Table(
    "applications",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("client_id", sa.Text, nullable=False, unique=True),
    sa.Column("client_secret", sa.Text, nullable=False),  # sealed with the server key: app settings can be shown again
    sa.Column("service_account_id", sa.BigInteger, sa.ForeignKey("users.id")),
    sa.Column("scopes", Json, nullable=False),  # what its tokens may at most be given
    sa.Column("redirect_uris", Json, nullable=False),
    sa.Column("can_act_as_user", sa.Boolean, nullable=False),  # the As-User header
    sa.Column("can_create_user_tokens", sa.Boolean, nullable=False),  # grants whose subject is a user
    sa.Column("signature_keys", sa.Text, nullable=False),  # sealed JSON: webhook primary and secondary key
    sa.Column("created_at", sa.BigInteger, nullable=False),
)

application_keys = sa.Table(
    "application_keys",
    metadata,
    sa.Column("public_key_id", sa.Text, primary_key=True),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), primary_key=True),
    sa.Column("public_key", sa.Text, nullable=False),  # PEM
    sa.Column("created_at", sa.BigInteger, nullable=False),
)

grants = sa.Table(
    # One sign-in of a user to an application; its tokens end together.
    "grants",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("revoked_at", sa.BigInteger),
    sa.Column("device_pinner_id", sa.BigInteger),  # the device that signed in, where it said which it is
    sa.Index(None, "user_id"),
    sa.Index(
        "ix_grants_device_pinner_id",
        "device_pinner_id",
        sqlite_where=sa.text("device_pinner_id IS NOT NULL"),
        postgresql_where=sa.text("device_pinner_id IS NOT NULL"),
    ),
)

device_pinners = sa.Table(
    # A device that somebody has signed in on with an application.
    "device_pinners",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("device_id", sa.Text, nullable=False),  # as the application calls it
    sa.Column("product_name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("uq_device_pinners_device", "user_id", "application_id", "device_id", unique=True),
    sa.Index(None, "enterprise_id", "id"),
)

access_tokens = sa.Table(
    "access_tokens",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("grant_id", sa.BigInteger, sa.ForeignKey("grants.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("scopes", Json, nullable=False),
    sa.Column("is_downscoped", sa.Boolean, nullable=False),  # made from another token of the grant, to do less
    sa.Column("restriction", Json),  # what a downscoped token is limited to besides its scopes (see Restriction)
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Index(None, "expires_at"),
    sa.Index(None, "grant_id"),
)

refresh_tokens = sa.Table(
    "refresh_tokens",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("grant_id", sa.BigInteger, sa.ForeignKey("grants.id", ondelete="CASCADE"), nullable=False),
    sa.Column("scopes", Json, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("used_at", sa.BigInteger),  # a second use means that it was stolen: the whole grant ends
    sa.Index(None, "grant_id"),
    sa.Index(None, "expires_at"),
)

authorization_codes = sa.Table(
    "authorization_codes",
    metadata,
    sa.Column("code_hash", sa.Text, primary_key=True),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("redirect_uri", sa.Text, nullable=False),
    sa.Column("scopes", Json, nullable=False),
    sa.Column("code_challenge", sa.Text),
    sa.Column("code_challenge_method", sa.Text),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("grant_id", sa.BigInteger, sa.ForeignKey("grants.id", ondelete="CASCADE")),  # set when it was exchanged
)

assertions_seen = sa.Table(
    # JWT ids that were used and have not expired: a second use is a replay.
    "assertions_seen",
    metadata,
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), primary_key=True),
    sa.Column("jti", sa.Text, primary_key=True),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Index(None, "expires_at"),
)

browser_sessions = sa.Table(
    # A person who is signed in with a browser; the cookie holds the secret, the table its hash.
    "browser_sessions",
    metadata,
    sa.Column("secret_hash", sa.Text, primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Index(None, "user_id"),
    sa.Index(None, "expires_at"),
)
