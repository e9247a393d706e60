"""The settings of a server: one struct, read from HOLDALL_* variables, overridden by command line flags."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from holdall.base.clock import time_zone

MEBIBYTE = 1024 * 1024

_POLICY_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_TAKEN_NAMES = ("main", "database")

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Positive = Annotated[int, msgspec.Meta(ge=1)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a server can be told. Sizes in bytes, durations in seconds, addresses without a trailing slash."""

    host: str = "127.0.0.1"
    """The address to listen at; 0.0.0.0 is every network of the machine."""
    port: Port = 8880
    """The port to listen at; 0 takes a free one."""
    workers: Positive = 1
    """Server processes that answer side by side."""
    tls_cert: Path | None = None
    """A PEM file with the certificate and its chain; with `tls_key` the server speaks https."""
    tls_key: Path | None = None
    """A PEM file with the certificate's private key."""
    shutdown_grace: Positive = 30
    """How long requests in flight may go on after the server was told to stop."""
    end_with: int | None = None
    """The process that started the server and whose end ends it too: for tests that may be killed."""
    data: Path = Path("data")
    """Folder for everything the server keeps."""
    database: str = ""
    """`sqlite:///path` or `postgresql://...`; empty means the file holdall.db in the data folder."""
    blobs: str = ""
    """Where bytes live: a folder or an object store URL; empty means the folder blobs in the data folder."""
    storage_policies: str = ""
    """Further places where bytes live, `name=folder or URL`, several joined by `;`: each is a storage policy beside that of
    `blobs`, which is called main. In development, without it, the folder blobs-second in the data folder is one."""
    small_blobs: Annotated[int, msgspec.Meta(ge=0, le=MEBIBYTE)] | None = None
    """Files of at most so many bytes are kept in the database, 0 for none; empty means 65536 beside a folder and 0
    beside an object store."""
    public_url: str = ""
    """The address clients reach the server at; empty means the one each request names in its Host header."""
    download_url: str = ""
    """The address in download links, where it differs from the public one."""
    dev: bool = False
    """Development: the control plane is on, rate limits are off unless set."""
    control: Literal["", "off", "loopback", "anywhere"] = ""
    """Who may use the control plane at /_control; empty means `loopback` in development and `off` elsewhere."""
    seed: str = ""
    """A name of a seed that comes with Holdall, or a YAML file: what a development server holds at its start."""
    rate_limit: NotNegative | None = None
    """API requests per user and minute; 0 is no limit; the default is Box's 1,000, or none in development."""
    upload_rate_limit: NotNegative | None = None
    """Uploads per user and minute; 0 is no limit; the default is Box's 240, or none in development."""
    body_limit: NotNegative = 10 * MEBIBYTE
    """The largest JSON or form body."""
    upload_limit: NotNegative = 50 * 1024 * MEBIBYTE
    """The largest file in one simple upload."""
    access_token_lifetime: Positive = 3600
    """How long an access token lives."""
    refresh_token_lifetime: Positive = 60 * 24 * 3600
    """How long a refresh token may wait to be used."""
    work: Literal["embedded", "elsewhere"] = "embedded"
    """Where background work is done: in this server, or `elsewhere`, in processes of `holdall worker`."""
    trash_retention: NotNegative = 30 * 24 * 3600
    """How long the trash keeps what was deleted."""
    blob_grace: NotNegative = 24 * 3600
    """How long bytes without any reference are kept before the collector removes them."""
    zip_limit: NotNegative = 25 * 1024 * MEBIBYTE
    """The largest archive of several files that can be downloaded; 0 is no limit."""
    download_link_lifetime: Positive = 900
    """How long a download link can be followed."""
    user_event_retention: Positive = 60 * 24 * 3600
    """How long users' own streams of events go back."""
    event_retention: Positive = 365 * 24 * 3600
    """How long the log of an enterprise's events goes back, and with it everything that is told of events."""
    long_poll_time: Positive = 25
    """How long a long poll for events is held before its client is told to begin anew; less than the shutdown grace."""
    preview_processes: Positive = 2
    """Child processes in which each server process opens files, for previews and text; each may take 1 GiB of memory."""
    preview_process_lifetime: NotNegative = 60
    """After so many seconds of work a child process makes room for a fresh one; 0 gives every file one of its own."""
    search_consistency: Literal["immediate", "box-like"] = "immediate"
    """Whether a search finds what has just been changed, or only what was changed a while ago, as at Box."""
    search_delay: NotNegative = 10
    """How long changes take to be found by a search whose consistency is `box-like`."""
    smtp: str = ""
    """The server that mail is sent through, `smtp://user:password@host:587` or `smtps://...`; empty sends none."""
    mail_from: str = "Holdall <no-reply@holdall.invalid>"
    """Whom mail comes from."""
    webhook_targets: Literal["", "public", "anywhere"] = ""
    """Where webhooks may lead: `public` is https at port 443 of the internet, as at Box, `anywhere` is also http, other
    ports and private networks; empty means `anywhere` in development and `public` elsewhere."""
    webhook_timeout: Positive = 30
    """How long a webhook's receiver may take to answer."""
    ai_url: str = ""
    """An OpenAI-compatible address that answers questions about content, such as https://api.openai.com/v1; without one,
    answers are the sentences that match best."""
    ai_model: str = ""
    """The model there."""
    ai_key: str = ""
    """The key for it, best given by the environment; it is told to nobody else."""
    ai_timeout: Positive = 60
    """How long the model may take to answer."""
    migration_time_zone: str = "UTC"
    """The time zone of the schedules of migration jobs, such as Europe/Vienna."""
    migration_roots: str = ""
    """Folders of this machine that migrations may read and write, joined like a PATH; none without it."""
    migration_mounts: str = ""
    """Where network shares are mounted, `\\\\server\\share=/mnt/share`, several joined by `;`; migrations may use them."""
    migration_box_url: str = ""
    """The server that migrations mean by the platform `box`, where a connection names no other; empty means Box."""
    migration_box_client_id: str = ""
    """The application that people sign in to when they make a connection to `box`; it leads back to /connect/callback."""
    migration_box_client_secret: str = ""
    """The secret of that application."""
    key_file: Path | None = None
    """The server's own secret key; empty means the file server.key in the data folder, made at first start."""
    log_format: Literal["", "json", "text", "none"] = ""
    """Lines of the log; empty means `text` in development and `json` elsewhere."""

    @property
    def address(self) -> str:
        """The address for links in what no request asked for, such as mail: the public one, or where the server listens."""
        scheme = "http" if self.tls_cert is None else "https"
        return self.public_url or f"{scheme}://{self.host}:{self.port}"

    @property
    def database_url(self) -> str:
        """The database address with the default filled in."""
        return self.database or f"sqlite:///{self.data / 'holdall.db'}"

    @property
    def blobs_url(self) -> str:
        """The blob store address with the default filled in."""
        return self.blobs or str(self.data / "blobs")

    @property
    def further_blobs(self) -> dict[str, str]:
        """The places of the storage policies beside main, by name; raises ValueError for what is not `name=place`."""
        if not self.storage_policies:
            # The other commands know nothing of `dev`: where a development server has made it, they find it.
            second = self.data / "blobs-second"
            return {"second": str(second)} if self.dev or second.is_dir() else {}
        places: dict[str, str] = {}
        for one in filter(None, (part.strip() for part in self.storage_policies.split(";"))):
            name, _, place = one.partition("=")
            if not _POLICY_NAME.fullmatch(name) or name in {*_TAKEN_NAMES, *places} or not place:
                raise ValueError(
                    f"the setting storage_policies (HOLDALL_STORAGE_POLICIES) is refused: {one.split('?')[0]!r} is not "
                    f"name=place with a name of its own: small letters, digits and dashes, not {' or '.join(_TAKEN_NAMES)}"
                )
            places[name] = place
        return places

    @property
    def control_access(self) -> Literal["off", "loopback", "anywhere"]:
        """Who may use the control plane, with the default filled in."""
        return self.control or ("loopback" if self.dev else "off")

    @property
    def webhook_reach(self) -> Literal["public", "anywhere"]:
        """Where webhooks may lead, with the default filled in."""
        return self.webhook_targets or ("anywhere" if self.dev else "public")

    @property
    def log_lines(self) -> Literal["json", "text", "none"]:
        """The format of log lines with the default filled in."""
        return self.log_format or ("text" if self.dev else "json")


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
        settings = msgspec.convert(values, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$.")
        name = path.rstrip("`")
        raise ValueError(f"the setting {name} (HOLDALL_{name.upper()}) is refused: {message}") from None
    if settings.ai_url and not (settings.ai_model and settings.ai_url.startswith(("http://", "https://"))):
        raise ValueError(
            "the setting ai_url (HOLDALL_AI_URL) is refused: it is http(s)://..., and HOLDALL_AI_MODEL names a model"
        )
    try:
        time_zone(settings.migration_time_zone)
    except ValueError as error:
        raise ValueError(f"the setting migration_time_zone (HOLDALL_MIGRATION_TIME_ZONE) is refused: {error}") from None
    _ = settings.further_blobs
    return settings


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
