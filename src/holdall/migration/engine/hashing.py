"""Whether two files hold the same bytes: by a hash that both platforms tell, else by reading.

SHA-1 is what the Box API names contents by; here it guards against accidents, not attackers.
"""

from holdall.migration.platforms.platform import Entry, Platform

from .sides import Sides


async def same_content(sides: Sides, source: Entry, destination: Entry) -> bool:
    """Whether a version of the source and a file of the destination hold the same bytes; raises PlatformError."""
    if source.size != destination.size:
        return False
    for name in source.hashes.keys() & destination.hashes.keys():
        return source.hashes[name] == destination.hashes[name]
    return await sha1_of(sides.source, source) == await sha1_of(sides.destination, destination)


async def sha1_of(platform: Platform, file: Entry) -> str:
    """The SHA-1 of a file: as its platform tells it, else by reading it; raises PlatformError."""
    if "sha1" in file.hashes:
        return file.hashes["sha1"]
    content = await platform.open(file)
    try:
        async for _ in content.pieces():
            pass
    finally:
        await content.close()
    return content.sha1
