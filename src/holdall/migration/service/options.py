"""What the engine does follows from a job's `transfer` block: its options, its filter, and what is not acted on.

An option of the engine has the name of the key that asks for it, so a new one there is acted on here at once.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from holdall.base.errors import BadRequest
from holdall.migration.engine.filters import Filter, RuleList
from holdall.migration.engine.options import Options

from .bodies import JobBody, PermissionsBody, Said, ScheduleBody, Side, Target, TransferBody
from .understanding import Warned, unknown_keys

_ENGINE = frozenset(Options.__struct_fields__)

_FORCED: dict[str, dict[str, Any]] = {
    "migrate": {"delete_propagation": "ignore_source"},
    "move": {"delete_propagation": "ignore_source", "conflict_resolution": "latest"},
    "publish": {"delete_propagation": "mirror", "conflict_resolution": "source"},
    "taxonomy": {"delete_propagation": "ignore_source"},
}
"""What a transfer type decides, whatever else is said; so says the vendor's documentation."""

_BOTH_WAYS = ("default", "sync", "publish")
"""The transfer types that look at all of the destination."""

_NOTHING: dict[str, tuple[Any, ...]] = {
    "lock_propagation": ("ignore",),
    "permissions": ("none", {"policy": "none"}),
    "preserve_owners": (False,),
    "tags": ("", "none"),
    "rendition": ("original",),
    "batch_mode": ("none", "never"),
    "restricted_content": ("none",),
}
"""Values that ask for nothing, so that it does not matter whether they are acted on."""

_ELSEWHERE = frozenset(
    [
        *("source", "destination", "type", "schedule", "filter", "performance", "account_map", "group_map"),
        *("item_inspection_policy", "item_inspection_policy_next", "metadata_import"),
    ]
)
"""Keys that are acted on by others than the engine's options, or that ask for what is done anyway: every run looks
again at what was left out.
"""

_INERT: dict[str, str] = {
    "batch_mode": "no destination has a bulk interface",
    "restricted_content": "no destination restricts content by its kind",
    "rendition": "the content itself is moved, never a rendition of it",
}


def options_of(transfer: TransferBody) -> Options:
    """The engine's options for a job; raises BadRequest for what it has not."""
    said = {name: value for name, value in msgspec.structs.asdict(transfer).items() if value is not None}
    values = {name: value for name, value in said.items() if name in _ENGINE}
    kind = "sync" if transfer.transfer_type == "default" else transfer.transfer_type
    values |= _FORCED.get(kind, {})
    deletes = values.get("delete_propagation")
    if isinstance(deletes, list):
        values["delete_propagation"] = _one_of(deletes)
    if isinstance(values.get("permissions"), str):
        values["permissions"] = {"policy": values["permissions"]}
    values["transfer_type"] = kind
    if transfer.performance and transfer.performance.parallel_writes:
        asked = transfer.performance.parallel_writes
        values |= {"parallel_writes": asked.requested} if asked.requested else {}
    if transfer.performance and transfer.performance.retries is not None:
        values["retries"] = transfer.performance.retries
    try:
        return msgspec.convert(msgspec.to_builtins(values), Options, strict=False)
    except msgspec.ValidationError as error:
        raise BadRequest(f"transfer is refused: {error}") from error


def filter_of(transfer: TransferBody, now: int, side: Literal["source", "destination"] = "source") -> Filter:
    """Which items of the source a job moves, or which of the destination it touches, at an instant.

    Raises BadRequest for rules that are not understood.
    """
    try:
        return Filter.of((getattr(transfer.filter, side) if transfer.filter else None) or [], now)
    except ValueError as error:
        raise BadRequest(f"transfer.filter.{side} is refused: {error}") from error


def path_of(target: Target) -> str:
    """The folder that a side names, from the root with a leading `/`; the root is `/`."""
    if target.path is not None or target.item is None:
        return "/" + (target.path or target.uri or "").strip("/")
    names: list[str] = []
    item: Any = target.item
    while isinstance(item, dict):
        names += [str(item["name"])] if item.get("name") else []
        item = item.get("parent")
    return "/" + "/".join(reversed(names))


def warnings_of(said: Said, body: JobBody) -> list[Warned]:
    """Everything in a job's body that has no effect, each with its path and the reason."""
    return [*unknown_keys(said), *_without_effect(body)]


def _without_effect(body: JobBody) -> Iterator[Warned]:
    transfer = body.transfer
    for name in TransferBody.__struct_fields__:
        value = getattr(transfer, name)
        if name in _ENGINE or name in _ELSEWHERE or value is None or _asks_for_nothing(name, value):
            continue
        yield Warned(f"transfer.{name}", f"is known but not acted on{_because(name)}")
    rights = transfer.permissions
    if isinstance(rights, PermissionsBody) and rights.import_ is not None and rights.policy == "none":
        yield Warned("transfer.permissions.import", "has no effect without permissions.policy: add or diff")
    for name, forced in _FORCED.get(transfer.transfer_type, {}).items():
        value = getattr(transfer, name)
        if value is not None and forced not in (value if isinstance(value, list) else [value]):
            yield Warned(f"transfer.{name}", f"does not apply: a {transfer.transfer_type} job always uses {forced}")
    if transfer.filter and transfer.filter.destination and transfer.transfer_type not in _BOTH_WAYS:
        message = f"has no effect: a {transfer.transfer_type} job touches nothing but what it brought; filter.source chooses that"
        yield Warned("transfer.filter.destination", message)
    for end in ("source", "destination"):
        yield from _of_side(getattr(transfer, end), f"transfer.{end}")
        yield from _of_rules(
            (getattr(transfer.filter, end) if transfer.filter else None) or [], f"transfer.filter.{end}"
        )
    yield from _of_other_kinds(body)
    yield from _of_schedule(body.schedule)


def _of_other_kinds(body: JobBody) -> Iterator[Warned]:
    if body.transfer.schedule is not None and body.kind == "transfer":
        message = "has no effect: it is for the jobs that a mapping job makes; the job's own schedule stands at the top"
        yield Warned("transfer.schedule", message)
    if body.convention is not None and body.kind != "personal_drive":
        yield Warned("convention", "has no effect: it is for personal_drive jobs")


def _of_schedule(schedule: ScheduleBody | None) -> Iterator[Warned]:
    if schedule is None:
        return
    if schedule.mode != "auto":
        said = [name for name in schedule.__struct_fields__ if getattr(schedule, name) is not None]
        for name in said:
            if name not in {"mode", "max_execution"}:
                yield Warned(f"schedule.{name}", f"has no effect: a job of the mode {schedule.mode} is started by hand")
    elif schedule.run_at and schedule.repeat_interval:
        yield Warned("schedule.repeat_interval", "has no effect: a job with run_at runs once in each window")


def _of_side(side: Side, path: str) -> Iterator[Warned]:
    if side.type not in {None, "directory"}:
        yield Warned(f"{path}.type", "is known but not acted on: a folder is moved with all that is in it")
    for name in ("options", "authenticate", "authenicate"):
        if getattr(side, name):
            yield Warned(f"{path}.{name}", "is known but not acted on")


_TARGETS = {"date": ("created_on", "modified_on", "all"), "pattern": ("container", "item", "all")}
"""What the rules of filters look at."""


def _of_rules(lists: Sequence[Said], path: str) -> Iterator[Warned]:
    for outer, listed in enumerate(msgspec.convert(lists, list[RuleList])):
        for number, rule in enumerate(listed.rules):
            known = _TARGETS.get(rule.type.removeprefix("filter_"))
            missed = [target for target in rule.targets if known is not None and target not in known]
            if known is not None and missed:
                message = f"{', '.join(missed)} is not looked at; there are {', '.join(known)}"
                yield Warned(f"{path}[{outer}].rules[{number}].targets", message)


def _asks_for_nothing(name: str, value: Any) -> bool:
    plain = msgspec.to_builtins(value)
    if name == "permissions" and isinstance(plain, dict):
        return plain["policy"] == "none" and not plain["links"]
    return plain in _NOTHING.get(name, ())


def _because(name: str) -> str:
    return f": {_INERT[name]}" if name in _INERT else ""


def _one_of(deletes: list[str]) -> str:
    """One word for a list of them, as answers tell it."""
    if "mirror" in deletes:
        return "mirror"
    ignored = set(deletes)
    if "ignore_both" in ignored or len(ignored) > 1:
        return "ignore_both"
    return next(iter(ignored), "ignore_source")
