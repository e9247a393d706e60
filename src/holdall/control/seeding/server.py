"""The sections that change the running server: `server`, `clock` and `faults`; and `environment`, which only tells."""

import msgspec

from holdall.base.clock import parse_instant
from holdall.base.errors import ApiError
from holdall.control.faults import Fault
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting


class SeedServer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Addresses that the server puts into its answers, where its settings give none."""

    download_url: str = ""
    """In links to content; without a trailing slash."""


@section("server", SeedServer, order=1, is_runtime=True)
async def change_server(planting: Planting, seed: SeedServer) -> None:
    """Let download links name another address."""
    platform = planting.platform
    platform.download_url = platform.settings.download_url or seed.download_url


@section("clock", str, order=2, is_runtime=True)
async def set_clock(planting: Planting, instant: str) -> None:
    """Let it be this date and time; it goes on from there."""
    try:
        planting.platform.clock.set(parse_instant(instant))
    except ValueError as error:
        raise SeedError(f"clock: {error}") from None


@section("faults", list[Fault], order=3, is_runtime=True)
async def inject_faults(planting: Planting, seeds: list[Fault]) -> None:
    """Inject faults, in place of those that were."""
    if planting.faults is not None:
        planting.faults.clear()
        for number, fault in enumerate(seeds):
            try:
                planting.faults.add(fault)
            except ApiError as error:
                raise SeedError(f"faults[{number}].{error.message}") from None


@section("environment", dict[str, str], order=90)
async def tell_environment(planting: Planting, variables: dict[str, str]) -> None:
    """Tell variables for a test suite; `$key` is the id of what the seed gives that key."""
    for name, value in variables.items():
        if value.startswith("$"):
            try:
                planting.planted.environment[name] = planting.planted.keys[value[1:]]
            except KeyError:
                raise SeedError(f"environment.{name}: nothing in the seed has the key {value[1:]!r}") from None
        else:
            planting.planted.environment[name] = value
