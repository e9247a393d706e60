"""Archives: forgetting those that were asked for a while ago."""

from holdall.content.zips.requests import forget_zips
from holdall.work import Site, schedule, step


@schedule("forget archives", "17 * * * *")
async def forget(site: Site) -> None:
    """Remove what is told of downloads that were begun half a day ago, and addresses that nobody followed."""
    await step(site.db.write, forget_zips)
