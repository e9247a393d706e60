"""Which jobs and items a request about results means: `job`, `jobs` or the job in the path, and lists of numbers."""

from holdall.base.errors import InvalidParameter
from holdall.base.ids import number_in
from holdall.migration.api.context import Context
from holdall.migration.service.scope import Scope, scope_of


def asked_jobs(ctx: Context, job: str | None) -> list[str]:
    """The ids of the jobs that are asked for; none are all."""
    return [job] if job is not None else [*ctx.asked.texts("job"), *ctx.asked.texts("jobs")]


async def asked_scope(ctx: Context, job: str | None) -> Scope:
    """The jobs that are asked for; raises NotFound."""
    return await scope_of(ctx.db, asked_jobs(ctx, job))


def asked_items(ctx: Context, *names: str) -> list[int]:
    """The numbers of items in parameters of these names; raises InvalidParameter."""
    found: list[int] = []
    for name in names:
        for text in ctx.asked.texts(name):
            number = number_in(text)
            if number is None:
                raise InvalidParameter(name, f"is the number of an item, or several with commas, not {text!r}")
            found.append(number)
    return found
