"""What is done to a whole collection, or to the part of it that filters choose, as the vendor's API has it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar

from holdall.base.errors import ApiError, InvalidParameter
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted
from holdall.migration.service.listing import Page, every_row

Row = TypeVar("Row")
Id = TypeVar("Id")
_PAGING = ("fields", "offset", "limit", "sort")


def check_filters(ctx: Context, filters: Collection[str], flags: Collection[str] = ()) -> None:
    """Raise InvalidParameter for a filter that there is not: one that is misspelt must not choose everything."""
    for name, _ in ctx.asked.pairs:
        if name not in {*filters, *flags, *_PAGING}:
            raise InvalidParameter(name, f"is no filter; filters are {', '.join(filters)}")


async def chosen(ctx: Context, listed: Callable[[Page], Awaitable[tuple[Sequence[Row], int]]]) -> list[Row]:
    """All rows of a list, or with `limit` or `offset` those of the page that is asked for alone."""
    if "limit" in ctx.asked or "offset" in ctx.asked:
        return list((await listed(ctx.page))[0])
    return await every_row(listed, q=ctx.page.q)


async def each(ctx: Context, ids: Iterable[Id], do: Callable[[Id], Awaitable[Any]]) -> Counted:
    """Do something for each id; how many were done.

    What is refused is told in the answer's warnings, and does not keep the others from it.
    """
    done = 0
    for identifier in ids:
        try:
            await do(identifier)
        except ApiError as error:
            ctx.warnings.append(f"{identifier} {error.message}")
        else:
            done += 1
    return Counted(done)
