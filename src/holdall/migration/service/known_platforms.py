"""The platforms that connections are made to: what each is called, how one signs in, and which fields that takes."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from holdall.base.errors import NotFound
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.names import PathRules
from holdall.migration.platforms.objects import ObjectPlatform
from holdall.migration.platforms.platform import Features

FieldType = Literal["text", "password", "boolean", "choice"]


class AuthField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a connection's `auth`; secret ones are shown to nobody again."""

    name: str
    caption: str
    type: FieldType = "text"
    hint: str | None = None
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether nobody is shown it again."""
        return self.type == "password"


class KnownPlatform(msgspec.Struct, frozen=True, kw_only=True):
    """A platform; `methods` are `oauth2` (a person opens a link), `prompt` (fields are sent), or both."""

    id: str
    name: str
    group: str
    methods: tuple[Literal["oauth2", "prompt"], ...]
    fields: tuple[AuthField, ...]
    features: Features
    rules: PathRules
    can_pool: bool = True


_DELETE = AuthField(
    name="delete_behavior",
    caption="Deleting",
    type="choice",
    hint="trash moves what a job deletes to the trash, permanent removes it for good",
    options=("trash", "permanent"),
)
_BASE_URL = AuthField(
    name="base_url", caption="Server", hint="A server that speaks the Box API, such as Holdall; without it, Box"
)
_CLIENT_ID = AuthField(name="client_id", caption="Client id")
_CLIENT_SECRET = AuthField(name="client_secret", caption="Client secret", type="password")
_SERVICE_ACCOUNT = (
    AuthField(name="private_key", caption="Private key", type="password", hint="PEM, encrypted or not"),
    AuthField(name="password", caption="Passphrase of the private key", type="password"),
    AuthField(name="public_key_id", caption="Id of the public key"),
    AuthField(name="enterprise_id", caption="Enterprise id", hint="Reaches all users; leave user_id out"),
    AuthField(name="user_id", caption="User id", hint="Reaches this user alone; leave enterprise_id out"),
)

PLATFORMS: Mapping[str, KnownPlatform] = {
    known.id: known
    for known in (
        KnownPlatform(
            id="box",
            name="Box",
            group="cloud",
            methods=("oauth2", "prompt"),
            fields=(
                _CLIENT_ID,
                _CLIENT_SECRET,
                AuthField(name="access_token", caption="Access token", type="password", hint="Instead of signing in"),
                AuthField(name="refresh_token", caption="Refresh token", type="password"),
                AuthField(
                    name="admin_mode",
                    caption="All users",
                    type="boolean",
                    hint="Paths begin with a user's e-mail address; the account is an administrator's",
                ),
                *_SERVICE_ACCOUNT,
                _DELETE,
                _BASE_URL,
            ),
            features=BoxPlatform.features,
            rules=BoxPlatform.rules,
        ),
        KnownPlatform(
            id="box-service",
            name="Box Service Account",
            group="cloud",
            methods=("prompt",),
            fields=(
                msgspec.structs.replace(_CLIENT_ID, required=True),
                msgspec.structs.replace(_CLIENT_SECRET, required=True),
                msgspec.structs.replace(_SERVICE_ACCOUNT[0], required=True),
                *_SERVICE_ACCOUNT[1:],
                _DELETE,
                _BASE_URL,
            ),
            features=BoxPlatform.features,
            rules=BoxPlatform.rules,
        ),
        KnownPlatform(
            id="fs",
            name="Local File System",
            group="files",
            methods=("prompt",),
            fields=(
                AuthField(
                    name="uri",
                    caption="Folder",
                    required=True,
                    hint="A whole path on the server, below one that HOLDALL_MIGRATION_ROOTS allows",
                ),
            ),
            features=LocalPlatform.features,
            rules=LocalPlatform.rules,
            can_pool=False,
        ),
        KnownPlatform(
            id="nfs",
            name="Network File System",
            group="files",
            methods=("prompt",),
            fields=(
                AuthField(
                    name="uri",
                    caption="Share",
                    required=True,
                    hint=r"\\server\share, mounted on the server; HOLDALL_MIGRATION_MOUNTS says where",
                ),
                AuthField(name="username", caption="User name", hint="Not used: the mount decides"),
                AuthField(name="password", caption="Password", type="password", hint="Not used: the mount decides"),
                AuthField(name="versioning", caption="Keep versions", type="boolean", hint="Not used"),
            ),
            features=LocalPlatform.features,
            rules=LocalPlatform.rules,
            can_pool=False,
        ),
        KnownPlatform(
            id="s3",
            name="Amazon S3 and compatible",
            group="cloud",
            methods=("prompt",),
            fields=(
                AuthField(name="bucket", caption="Bucket", required=True),
                AuthField(name="prefix", caption="Folder in the bucket"),
                AuthField(name="access_key", caption="Access key", required=True),
                AuthField(name="secret_key", caption="Secret key", type="password", required=True),
                AuthField(name="session_token", caption="Session token", type="password"),
                AuthField(name="region", caption="Region", hint="us-east-1 without it"),
                AuthField(name="service_url", caption="Service URL", hint="Another server that speaks S3"),
                AuthField(name="server_side_encryption", caption="Encrypt with AES-256 at rest", type="boolean"),
            ),
            features=ObjectPlatform.features,
            rules=ObjectPlatform.rules,
        ),
    )
}


def known_platform(platform_id: str) -> KnownPlatform:
    """A platform by id, without regard to case; raises NotFound naming those that there are."""
    known = PLATFORMS.get(platform_id.strip().lower())
    if known is None:
        raise NotFound(f"There is no platform {platform_id!r}; there are {', '.join(PLATFORMS)}")
    return known


def features_of(known: KnownPlatform) -> dict[str, Any]:
    """What a platform can do, under the names that clients test for; what it cannot is false or absent."""
    features = known.features
    return {
        "versioning": features.versions,
        "timestamps": bool(features.timestamps),
        "audit_trail": False,
        "impersonation": {"per_request": True} if features.impersonation else False,
        "checkout": {"set_owner": features.impersonation} if features.checkout else False,
        "permissions": features.permissions,
        "query_account": features.query_account,
        "query_group": features.query_group,
        "metadata": features.metadata,
        "tags": features.tags,
        "comments": features.comments,
        "descriptions": features.descriptions,
        "shared_links": features.shared_links,
        "max_size": features.max_size,
        "stable_identity": features.stable_identity,
        "move": features.move,
        "empty_folders": features.empty_folders,
        "links": features.links,
        "hashes": sorted(features.hashes),
    }


def validation_of(known: KnownPlatform) -> dict[str, Any]:
    """What a platform allows in names and paths; lengths are counted in `unit`."""
    rules = known.rules
    return {
        "invalid_characters": sorted(rules.invalid_characters),
        "invalid_extensions": [],
        "invalid_beginnings": list(rules.invalid_beginnings),
        "invalid_endings": list(rules.invalid_endings),
        "reserved": sorted(rules.reserved),
        "control_characters": rules.control_characters,
        "case_sensitive": rules.case_sensitive,
        "total": {"max": rules.total_max},
        "segment": {"max": rules.segment_max},
        "unit": rules.unit,
    }
