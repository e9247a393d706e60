"""The settings of a server: one struct, read from HOLDALL_* variables, overridden by command line flags."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

MEBIBYTE = 1024 * 1024


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a server can be told. Sizes in bytes, durations in seconds, addresses without a trailing slash."""

    data: Path = Path("data")
    """Folder for everything the server keeps."""
    database: str = ""
    """`sqlite:///path` or `postgresql://...`; empty means the file holdall.db in the data folder."""
    blobs: str = ""
    """Where bytes live: a folder or an object store URL; empty means the folder blobs in the data folder."""
    public_url: str = ""
    """The address clients reach the server at; empty means the one each request names in its Host header."""
    download_url: str = ""
    """The address in download links, where it differs from the public one."""
    dev: bool = False
    """Development: the control plane is on, rate limits are off unless set."""
    rate_limit: int | None = None
    """API requests per user and minute; 0 is no limit; the default is Box's 1,000, or none in development."""
    upload_rate_limit: int | None = None
    """Uploads per user and minute; 0 is no limit; the default is Box's 240, or none in development."""
    body_limit: int = 10 * MEBIBYTE
    """The largest JSON or form body."""
    upload_limit: int = 50 * 1024 * MEBIBYTE
    """The largest file in one simple upload."""
    access_token_lifetime: int = 3600
    refresh_token_lifetime: int = 60 * 24 * 3600
    trash_retention: int = 30 * 24 * 3600
    blob_grace: int = 24 * 3600
    """How long bytes without any reference are kept before the collector removes them."""
    download_link_lifetime: int = 900
    key_file: Path | None = None
    """The server's own secret key; empty means the file server.key in the data folder, made at first start."""
    log_format: str = "json"
    """`json`, `text` or `none`."""

    @property
    def database_url(self) -> str:
        """The database address with the default filled in."""
        return self.database or f"sqlite:///{self.data / 'holdall.db'}"

    @property
    def blobs_url(self) -> str:
        """The blob store address with the default filled in."""
        return self.blobs or str(self.data / "blobs")


def load_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Settings from HOLDALL_* variables and overrides (None means not given); raises ValueError naming a bad one."""
    variables = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for field in Settings.__struct_fields__:
        variable = f"HOLDALL_{field.upper()}"
        if variables.get(variable):
            values[field] = variables[variable]
    values |= {name: value for name, value in overrides.items() if value is not None}
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise ValueError(f"setting refused: {error}") from None


def to_environment(settings: Settings) -> dict[str, str]:
    """The HOLDALL_* variables that make `load_settings` answer these settings in another process."""
    environment = {}
    for field in Settings.__struct_fields__:
        value = getattr(settings, field)
        if value is not None and value != "":
            environment[f"HOLDALL_{field.upper()}"] = str(int(value)) if isinstance(value, bool) else str(value)
    return environment


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value)).expanduser()
    raise TypeError(f"no setting has the type {kind}")
