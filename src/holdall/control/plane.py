"""The verbs of /_control, and how they are put into a server.

Each verb is a method here; its docstring is what GET /_control says of it.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

import msgspec

from holdall.base.clock import SECOND, format_instant, parse_instant
from holdall.base.errors import BadRequest, InvalidParameter
from holdall.box.context import Answer, Context
from holdall.box.gateway import Gateway
from holdall.box.operations import Handler, Page
from holdall.content import snapshots
from holdall.content.access.explain import WIDEST_SCOPES, Explanation, explain, read_action, subject_for
from holdall.content.identity.inventory import find_user
from holdall.content.mail import list_mail
from holdall.content.webhooks.records import describe as describe_delivery
from holdall.content.webhooks.records import list_deliveries
from holdall.control.faults import Fault, Faults
from holdall.control.guard import require_loopback
from holdall.control.seeding import SeedError, apply_seed, apply_to_server, load_seed, parse_seed, shipped_seeds
from holdall.control.seeding.document import Document
from holdall.control.seeding.planting import Planted, describe_sections
from holdall.migration.service.messages import latest_messages

SEED_LIMIT = 64 * 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_VERB = "_control_verb"

Body = TypeVar("Body", bound=msgspec.Struct)
AnyHandler = TypeVar("AnyHandler", bound=Handler)


class ResetOrder(msgspec.Struct, forbid_unknown_fields=True):
    """The name of a seed to apply once everything is gone."""

    seed: str | None = None


class ClockOrder(msgspec.Struct, forbid_unknown_fields=True):
    """The date and time it shall be (RFC 3339)."""

    now: str


class AdvanceOrder(msgspec.Struct, forbid_unknown_fields=True):
    """How far the clock shall move; the parts are added, negative ones move it back."""

    days: float = 0
    hours: float = 0
    minutes: float = 0
    seconds: float = 0


class ExplainOrder(msgspec.Struct, forbid_unknown_fields=True):
    """The login or id of a user, an action such as download, the id of an item, and the scopes of the user's token."""

    user: str | int
    action: str
    item: str | int
    scopes: list[str] | None = None


def verb(method: str, path: str, body: type[msgspec.Struct] | None = None) -> Callable[[AnyHandler], AnyHandler]:
    """Make a method of the plane answer at a path below /_control."""

    def mark(handler: AnyHandler) -> AnyHandler:
        setattr(handler, _VERB, (method, f"/_control{path}", body))
        return handler

    return mark


class ControlPlane:
    """Controls one server."""

    def __init__(self, gateway: Gateway) -> None:
        self.platform = gateway.platform
        self.faults = Faults()
        self._is_open = self.platform.settings.control_access == "anywhere"

    def pages(self) -> list[Page]:
        """Every verb as a page, guarded."""
        return [Page(method, path, self._guarded(handler)) for method, path, _, handler in verbs_of(self)]

    def _guarded(self, handler: Handler) -> Callable[..., Awaitable[Any]]:
        @wraps(handler)
        async def guarded(ctx: Context, **values: str) -> Any:
            if not self._is_open:
                require_loopback(ctx.request)
            try:
                return await handler(ctx, **values)
            except SeedError as error:
                raise BadRequest(str(error), code="seed_invalid") from None

        return guarded

    @verb("GET", "")
    async def describe(self, ctx: Context) -> dict[str, Any]:
        """Describe the control plane: every verb, what its body may say, the seeds that come with Holdall and their sections."""
        verbs = [
            {
                "method": method,
                "path": path,
                "does": inspect.getdoc(handler),
                "body": None if body is None else msgspec.json.schema(body),
            }
            for method, path, body, handler in verbs_of(self)
        ]
        return {"verbs": verbs, "seeds": shipped_seeds(), "seed_sections": describe_sections()}

    @verb("POST", "/reset", ResetOrder)
    async def reset(self, ctx: Context) -> Planted:
        """Delete everything but snapshots, background work too; clear faults, set the clock right; then apply a seed, if named."""
        order = await _read(ctx, ResetOrder)
        document = load_seed(order.seed) if order.seed else {}
        async with self.platform.background.forgetting():
            await self.platform.db.write(snapshots.empty_tables)
        self.faults.clear()
        self.platform.clock.offset = 0
        self.platform.download_url = self.platform.settings.download_url
        return await self._seed(document)

    @verb("POST", "/seed")
    async def seed(self, ctx: Context) -> Planted:
        """Apply the seed in the body, YAML or JSON; what is there already stays. Answers ids, secrets and tokens."""
        return await self._seed(parse_seed(await ctx.read_body(SEED_LIMIT)))

    @verb("POST", "/seed/{name}")
    async def seed_by_name(self, ctx: Context, name: str) -> Planted:
        """Apply a seed that comes with Holdall."""
        if name not in shipped_seeds():
            raise InvalidParameter("name", f"{name!r} is none of {', '.join(shipped_seeds())}")
        return await self._seed(load_seed(name))

    async def _seed(self, document: Document) -> Planted:
        return await apply_seed(self.platform, document, self.faults)

    @verb("GET", "/snapshots")
    async def list_snapshots(self, ctx: Context) -> dict[str, Any]:
        """The snapshots there are, the oldest first."""
        found = await snapshots.list_snapshots(self.platform.db)
        return {
            "snapshots": [
                {"name": one.name, "taken_at": format_instant(one.taken_at), "size": one.size} for one in found
            ]
        }

    @verb("PUT", "/snapshots/{name}")
    async def take_snapshot(self, ctx: Context, name: str) -> Answer:
        """Take a snapshot under this name, in place of an older one."""
        if not _NAME.fullmatch(name):
            raise InvalidParameter("name", "has letters, digits, dots, dashes and underscores")
        await self.platform.db.write(snapshots.take_snapshot, name)
        return Answer({"name": name}, status=201)

    @verb("POST", "/snapshots/{name}/restore")
    async def restore_snapshot(self, ctx: Context, name: str) -> dict[str, str]:
        """Put everything back to where it was when the snapshot was taken; it can be restored again and again.

        Background work that was not over then is begun anew, and what was begun later is forgotten.
        """
        async with self.platform.background.forgetting():
            await self.platform.db.write(snapshots.restore_snapshot, name)
        return {"name": name}

    @verb("DELETE", "/snapshots/{name}")
    async def delete_snapshot(self, ctx: Context, name: str) -> Answer:
        """Forget a snapshot."""
        await self.platform.db.write(snapshots.delete_snapshot, name)
        return Answer(status=204)

    @verb("GET", "/clock")
    async def get_clock(self, ctx: Context) -> dict[str, Any]:
        """The server's time, and by how many seconds it is ahead of the real one."""
        clock = self.platform.clock
        return {"now": format_instant(clock.now()), "offset": clock.offset / SECOND}

    @verb("PUT", "/clock", ClockOrder)
    async def set_clock(self, ctx: Context) -> dict[str, Any]:
        """Let it be another time; it goes on from there. A restart sets the clock right."""
        order = await _read(ctx, ClockOrder)
        try:
            self.platform.clock.set(parse_instant(order.now))
        except ValueError as error:
            raise InvalidParameter("now", str(error)) from None
        return await self.get_clock(ctx)

    @verb("POST", "/clock/advance", AdvanceOrder)
    async def advance_clock(self, ctx: Context) -> dict[str, Any]:
        """Move the clock by days, hours, minutes and seconds."""
        order = await _read(ctx, AdvanceOrder)
        seconds = ((order.days * 24 + order.hours) * 60 + order.minutes) * 60 + order.seconds
        self.platform.clock.advance(round(seconds * SECOND))
        return await self.get_clock(ctx)

    @verb("DELETE", "/clock")
    async def set_clock_right(self, ctx: Context) -> dict[str, Any]:
        """Let it be the real time again."""
        self.platform.clock.offset = 0
        return await self.get_clock(ctx)

    @verb("POST", "/explain", ExplainOrder)
    async def explain(self, ctx: Context) -> Explanation:
        """Say whether a user may do something to an item, and why."""
        order = await _read(ctx, ExplainOrder)
        user = await find_user(self.platform.db, str(order.user))
        item = str(order.item)
        if not (item.isascii() and item.isdigit() and len(item) < 19):
            raise InvalidParameter("item", "is the id of a file, a folder or a web link")
        if user is None:
            raise InvalidParameter("user", f"no user has the login or id {order.user!r}")
        try:
            action = read_action(order.action)
        except ValueError as error:
            raise InvalidParameter("action", str(error)) from None
        scopes = WIDEST_SCOPES if order.scopes is None else frozenset(order.scopes)
        return await explain(self.platform.db, subject_for(user, scopes), action, int(item))

    @verb("GET", "/faults")
    async def list_faults(self, ctx: Context) -> dict[str, Any]:
        """The faults that may still happen, with how many requests each has met."""
        return {"faults": self.faults.list()}

    @verb("POST", "/faults", Fault)
    async def inject_fault(self, ctx: Context) -> Answer:
        """Let requests be delayed, refused or cut off, by operation, so many times. The first fault that fits is met."""
        return Answer(self.faults.add(await _read(ctx, Fault)), status=201)

    @verb("DELETE", "/faults")
    async def clear_faults(self, ctx: Context) -> Answer:
        """Clear every fault."""
        self.faults.clear()
        return Answer(status=204)

    @verb("DELETE", "/faults/{fault_id}")
    async def clear_fault(self, ctx: Context, fault_id: str) -> Answer:
        """Clear one fault by its id."""
        self.faults.remove(int(fault_id) if fault_id.isdecimal() else 0)
        return Answer(status=204)

    @verb("GET", "/inbox")
    async def list_mail(self, ctx: Context) -> dict[str, Any]:
        """The mail that the server would send or has sent, and the migration service's notifications, the latest first."""
        mail = [msgspec.to_builtins(one) for one in await list_mail(self.platform.db)]
        mail += [one.as_mail() for one in await latest_messages(self.platform.db) if one.handler == "email"]
        return {"mail": sorted(mail, key=lambda one: -one["created_at"])}

    @verb("GET", "/webhook-deliveries")
    async def list_webhook_deliveries(self, ctx: Context) -> dict[str, Any]:
        """What webhooks were or will be told, with the bodies, the latest first."""
        return {"deliveries": [describe_delivery(one) for one in await list_deliveries(self.platform.db)]}


def verbs_of(plane: ControlPlane | type[ControlPlane]) -> list[tuple[str, str, type[msgspec.Struct] | None, Handler]]:
    """Every verb by its path: method, path, what its body is, and the function."""
    members = [member for _, member in inspect.getmembers(plane) if hasattr(member, _VERB)]
    return sorted(((*getattr(one, _VERB), one) for one in members), key=lambda found: (found[1], found[0]))


async def install(gateway: Gateway) -> ControlPlane | None:
    """Put the control plane into a server whose settings switch it on; None where they do not."""
    settings = gateway.platform.settings
    if settings.control_access == "off":
        return None
    plane = ControlPlane(gateway)
    for page in plane.pages():
        gateway.routes.add(page)
    gateway.fault = plane.faults.meet
    if settings.seed:
        await apply_to_server(gateway.platform, load_seed(settings.seed), plane.faults)
    return plane


async def _read(ctx: Context, kind: type[Body]) -> Body:
    raw = await ctx.read_body()
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise InvalidParameter(path.strip("`.") or "body", message) from None
    except msgspec.DecodeError as error:
        raise BadRequest(f"The body is not valid JSON: {error}") from None
