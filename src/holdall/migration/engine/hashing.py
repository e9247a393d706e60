"""Whether two files hold the same bytes: by a hash that both platforms tell, else by reading.

SHA-1 is what the Box API names contents by; here it guards against accidents, not attackers.
"""

from holdall.migration.platforms.platform import Entry

from .sides import Sides


async def same_content(sides: Sides, source: Entry, destination: Entry) -> bool:
    """Whether a version of the source and a file of the destination hold the same bytes; raises PlatformError."""
    if source.size != destination.size:
        return False
    for name in source.hashes.keys() & destination.hashes.keys():
        return source.hashes[name] == destination.hashes[name]
    return await sides.source.sha1(source) == await sides.destination.sha1(destination)
