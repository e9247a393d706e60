"""What a request may say of a job: its keys, their types and their values. What was said is kept as it came.

Source of keys and values: the vendor's documentation of jobs, transfer options, schedules and stop policies, and its
public client.
"""

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from holdall.base.errors import BadRequest
from holdall.migration.engine.metadata import MetadataMap

Count = Annotated[int, msgspec.Meta(ge=0)]
Said = dict[str, Any]
"""A part of a body whose inside is not ours to check."""

JobKind = Literal["transfer", "folder_mapping", "personal_drive"]
DeletePropagation = Literal["mirror", "ignore_source", "ignore_destination", "ignore_both"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a body whose keys are all known; others are told in the answer's warnings."""


class Duration(Part, frozen=True):
    """A time span."""

    value: Annotated[float, msgspec.Meta(ge=0)]
    unit: Literal["ns", "us", "ms", "s", "m", "h", "d"] = "s"

    @property
    def microseconds(self) -> int:
        """The span in microseconds."""
        return round(self.value * _MICROSECONDS[self.unit])


_MICROSECONDS = {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6, "m": 60e6, "h": 3600e6, "d": 86_400e6}


class TimeOfDay(Part, frozen=True):
    """A time of the day, on the clocks of the service's time zone."""

    hr: Annotated[int, msgspec.Meta(ge=0, le=24)] = 0
    min: Annotated[int, msgspec.Meta(ge=0, le=59)] = 0
    sec: Annotated[int, msgspec.Meta(ge=0, le=59)] = 0
    ms: Annotated[int, msgspec.Meta(ge=0, le=999)] = 0

    @property
    def microseconds(self) -> int:
        """How long after midnight it is; never more than a day."""
        return min(((self.hr * 60 + self.min) * 60 + self.sec) * 1000 + self.ms, 86_400_000) * 1000


class ScheduleBody(Part, frozen=True):
    """When a job runs."""

    mode: Literal["manual", "ad-hoc", "auto"] = "auto"
    days: str | list[str] | None = None
    start_date: int | str | None = None
    end_date: int | str | None = None
    end: int | str | None = None
    start_window: TimeOfDay | None = None
    end_window: TimeOfDay | None = None
    run_at: TimeOfDay | None = None
    repeat_interval: Duration | None = None
    repeat_count: Count | None = None
    max_execution: Duration | None = None


class StopPolicyBody(Part, frozen=True):
    """When a job is over; the last four are older names."""

    on_success: Count | None = None
    on_failure: Count | None = None
    on_execute: Count | None = None
    policy: Literal["never", "on_success", "on_failure", "on_execute"] | None = None
    completions: Count | None = None
    failures: Count | None = None
    executions: Count | None = None


class Named(Part, frozen=True):
    """Something that has an id, and that an answer tells more of: a connection, a map, a category, a scheduler."""

    id: str | int | None = None
    name: str | None = None
    type: str | None = None
    caption: str | None = None
    disabled: bool | None = None
    status: str | None = None
    platform: Said | None = None
    group: bool | None = None
    readonly: bool | None = None
    modified_on: int | None = None
    links: Said | None = None


class AccountBody(Part, frozen=True):
    """A person on a platform."""

    id: str | int | None = None
    email: str | None = None
    name: str | None = None
    username: str | None = None
    type: str | None = None


class Target(Part, frozen=True):
    """A folder: by its path from the root, or as items within each other."""

    path: str | None = None
    uri: str | None = None
    item: Said | None = None


class SizeEstimate(Part, frozen=True):
    """How much there is, for the progress of the first run."""

    count: Count | None = None
    bytes: Count | None = None


class Side(Part, frozen=True):
    """The source or the destination of a job."""

    connection: Named
    target: Target = Target()
    impersonate_as: AccountBody | None = None
    type: Literal["directory", "file", "control_file", "control_endpoint", "custom"] | None = None
    size_estimate: SizeEstimate | None = None
    authenticate: bool | None = None
    authenicate: bool | None = None
    options: Said | None = None
    event_position: str | None = None


class VersioningBody(Part, frozen=True):
    """Which versions of a file travel."""

    preserve: Literal["native", "none"] = "native"
    select: Literal["all", "latest"] = "all"


class TextSource(Part, frozen=True):
    """A text file."""

    target: Target


class ImportSource(Part, frozen=True):
    """Where a file lies: on the source's connection, or on the one that is named."""

    text: TextSource
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=1)] | None = None
    connection: Named | None = None


class ListImport(Part, frozen=True):
    """A file that says something of items by their paths."""

    source: ImportSource
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=1)] | None = None


class MetadataImport(ListImport, frozen=True, kw_only=True):
    """A file of values for one schema of the destination."""

    schema: str


class PermissionsBody(Part, frozen=True):
    """Whether permissions travel."""

    policy: Literal["none", "add", "diff"] = "none"
    links: bool = False
    failures: Literal["exceptions", "deny", "all", "none"] = "exceptions"
    import_: ListImport | None = msgspec.field(default=None, name="import")


class ParallelWrites(Part, frozen=True):
    """How many files are written at once."""

    requested: Annotated[int, msgspec.Meta(ge=1)] | None = None
    max: Annotated[int, msgspec.Meta(ge=1)] | None = None


class BandwidthWindow(Part, frozen=True):
    """A limit for a part of the day. One of a job begins at `time` and ends at midnight."""

    bytes_per_second: Count | None = None
    time: TimeOfDay | None = None
    days: str | list[str] | None = None
    start_time: TimeOfDay | None = None
    end_time: TimeOfDay | None = None


class Bandwidth(Part, frozen=True):
    """How many bytes may pass in a second; 0 is no limit."""

    bytes_per_second: Count | None = None
    disabled: bool = False
    window: list[BandwidthWindow] = []


class PerformanceBody(Part, frozen=True):
    """How fast a job may be."""

    parallel_writes: ParallelWrites | None = None
    upload: Bandwidth | None = None
    download: Bandwidth | None = None
    retries: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None


class FilterBody(Part, frozen=True):
    """Which items a job moves."""

    source: list[Said] | None = None
    destination: list[Said] | None = None


class TransferBody(Part, frozen=True):
    """The options of a job; the engine's own defaults hold for what is not said."""

    source: Side
    destination: Side
    transfer_type: Literal["default", "sync", "publish", "move", "migrate", "copy", "taxonomy"] = "sync"
    simulation_mode: bool | None = None
    audit_level: Literal["none", "trace", "debug", "info", "warn", "error"] | None = None
    failure_policy: Literal["continue", "halt"] | None = None
    conflict_resolution: Literal["copy", "latest", "source", "destination", "failure"] | None = None
    delete_propagation: DeletePropagation | list[DeletePropagation] | None = None
    duplicate_names: Literal["rename", "warn"] | None = None
    empty_containers: Literal["create", "skip"] | None = None
    item_overwrite: Literal["overwrite", "skip", "fail"] | None = None
    large_item: Literal["fail", "skip"] | None = None
    lock_propagation: Literal["ignore", "mirror_lock", "mirror_owner"] | None = None
    restricted_content: str | None = None
    segment_transform: bool | None = None
    segment_truncate: bool | None = None
    encode_invalid_characters: bool | None = None
    max_items_per_container: Count | None = None
    batch_mode: str | None = None
    permissions: PermissionsBody | Literal["none", "add", "diff"] | None = None
    preserve_owners: bool | None = None
    timestamps: bool | None = None
    versioning: VersioningBody | None = None
    metadata_map: MetadataMap | None = None
    metadata_import: MetadataImport | None = None
    tags: str | None = None
    account_map: Said | None = None
    group_map: Said | None = None
    filter: FilterBody | None = None
    rendition: str | None = None
    item_inspection_policy: Literal["none", "filtered", "shared", "all"] | None = None
    item_inspection_policy_next: Literal["none", "filtered", "shared", "all"] | None = None
    performance: PerformanceBody | None = None
    schedule: ScheduleBody | None = None
    type: str | None = None
    metadata: bool | None = None
    """Ours: whether metadata travels, where both sides have it."""
    comments: bool | None = None
    """Ours: whether comments travel, where both sides have them."""
    descriptions: bool | None = None
    """Ours: whether descriptions travel."""
    verify: bool | None = None
    """Ours: whether what was moved is compared afterwards."""
    delete_brake: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    """Ours: the per cent of the items above which a run stops before it deletes."""


class MatchBody(Part, frozen=True):
    """An explicit pair of people, or one who is left out."""

    source: AccountBody | None = None
    destination: AccountBody | None = None
    excluded: bool = False


class Convention(Part, frozen=True):
    """How a job for each user finds the users of both sides."""

    match: Literal["account", "container", "ldap"] = "account"
    users: Literal["source", "destination", "ldap"] = "source"
    account_map: Said | None = None
    include_matches: bool = True
    remove_invalid: bool = False
    search_domain: str | None = None
    matches: list[MatchBody] = []
    """Ours: what was said under personal_drives/matches."""


class RetentionDuration(Part, frozen=True):
    """So many hours, days, weeks, months or years."""

    type: str
    count: Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class Retention(Part, frozen=True):
    """How long a job's runs and their logs are kept; with `purge_empty` those that found no changes go sooner."""

    duration: RetentionDuration | None = None
    purge_empty: bool | None = None


class JobBody(Part, frozen=True, kw_only=True):
    """A job as a request tells it. What only an answer says is known too, so that an answer can be sent back."""

    kind: JobKind = "transfer"
    name: str | None = None
    description: str | None = None
    discriminator: str | None = None
    transfer: TransferBody
    convention: Convention | None = None
    schedule: ScheduleBody | None = None
    stop_policy: StopPolicyBody | None = None
    retention: Retention | None = None
    category: Named | None = None
    scheduler: Named | None = None
    status: str | None = None
    priority: int | None = None
    disabled: bool | None = None


READ_ONLY = frozenset(
    [
        "id",
        "type",
        "parent_id",
        "links",
        "health",
        "execute_on",
        "previous_execution",
        "execution",
        "created_by",
        "created_on",
        "modified_by",
        "modified_on",
        "warnings",
        "counts",
        "reset",
    ]
)
"""Keys of a job that an answer tells and a request does not decide."""


def with_transfer(said: Said) -> Said:
    """The same body with its options under `transfer`; they may also stand under the name of the job's kind."""
    kind = said.get("kind")
    if "transfer" in said or kind not in said:
        return said
    return {("transfer" if key == kind else key): value for key, value in said.items()}


def read_job(said: Said) -> JobBody:
    """The body of a job, checked; raises BadRequest naming the key, what is wrong with it and what would be right."""
    body: JobBody = _read(said, JobBody)
    return body


def read_part(said: Any, part: type[Any], path: str) -> Any:
    """A part of a body, checked in the same way; `path` is where it stands."""
    return _read(said, part, path)


def _read(said: Any, part: type[Any], path: str = "") -> Any:
    try:
        return msgspec.convert(said, part, strict=False)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        within = place.rstrip("`").strip(".")
        where = ".".join(filter(None, [path, within])) or "the body"
        known = sorted(_choices(part, within.split(".")))
        listed = f"; it is one of {', '.join(known)}" if known and message.startswith("Invalid enum") else ""
        raise BadRequest(f"{where} is refused: {message}{listed}") from error


def parts_of(kind: Any) -> list[Any]:
    """The types that a key's type allows, with those of a list's elements."""
    inner = get_args(kind)
    if get_origin(kind) in {Union, UnionType, list}:
        return [one for each in inner for one in parts_of(each)]
    return [kind]


def keys_of(part: type[msgspec.Struct]) -> dict[str, list[Any]]:
    """The keys of a part of a body, with the types of what stands there."""
    return {field.encode_name: parts_of(field.type) for field in msgspec.structs.fields(part)}


def _choices(part: Any, steps: list[str]) -> set[str]:
    """The values that are allowed at a path below a part, where they can be listed."""
    kinds = [part]
    for step in steps:
        key = step.partition("[")[0]
        structs = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
        kinds = [kind for struct in structs for kind in keys_of(struct).get(key, [])]
    return {str(value) for kind in kinds if get_origin(kind) is Literal for value in get_args(kind)}
