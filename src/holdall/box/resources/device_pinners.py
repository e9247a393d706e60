"""Device pins: the devices on which people of the enterprise have signed in."""

from holdall.base.errors import InvalidParameter
from holdall.base.ids import number_in
from holdall.base.paging import check_limit
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View
from holdall.box.views.users import user_mini
from holdall.content.identity import device_pinners
from holdall.content.identity.device_pinners import DevicePinner, Direction

PINNER = View[DevicePinner](
    {
        "type": lambda pinner: "device_pinner",
        "id": lambda pinner: str(pinner.id),
        "owned_by": lambda pinner: user_mini(pinner.user_id, pinner.user_name, pinner.user_login),
        "product_name": lambda pinner: pinner.product_name,
    },
    mini=("owned_by", "product_name"),
    standard=("owned_by", "product_name"),
)


@operation("get_device_pinners_id")
async def get_pinner(ctx: Context, device_pinner_id: Id) -> Document:
    """One device, and who has signed in on it."""
    return PINNER.render(await device_pinners.find_pinner(ctx.db, ctx.subject, device_pinner_id))


@operation("delete_device_pinners_id")
async def remove_pinner(ctx: Context, device_pinner_id: Id) -> None:
    """Forget a device, and end every sign-in on it."""
    await ctx.db.write(device_pinners.remove_pinner, ctx.subject, device_pinner_id)


@operation("get_enterprises_id_device_pinners")
async def list_pinners(
    ctx: Context,
    enterprise_id: Id,
    marker: str | None = None,
    limit: int | None = None,
    direction: Direction = "ASC",
) -> Document:
    """The devices on which people of the enterprise have signed in. The marker of a page is the id of its first one."""
    start = None if marker is None else number_in(marker)
    if marker is not None and (start is None or start < 0):
        raise InvalidParameter("marker", "is not a marker of this list; start again without it", code="invalid_marker")
    limit = check_limit(limit, default=100, maximum=1000)
    found = await device_pinners.list_pinners(
        ctx.db, ctx.subject, enterprise_id, direction=direction, start=start, limit=limit + 1
    )
    page: Document = {
        "entries": [PINNER.render(one) for one in found[:limit]],
        "limit": limit,
        "order": [{"by": "id", "direction": direction.lower()}],
    }
    return page | {"next_marker": found[limit].id} if len(found) > limit else page
