"""Links to content that need no token: signed by this server, for one version, good for minutes.

A link is a capability: whoever has it reads that version until it expires, as with Box's own.
"""

from holdall.base.clock import SECOND
from holdall.box.context import Context
from holdall.box.delivery.tokens import Link, write_token

PATH = "/d/1/{token}/download"


def make_link(ctx: Context, version_id: int, *, inline: bool = False) -> str:
    """An absolute link to the content of a version, good for the time that the settings say."""
    platform = ctx.platform
    expires_at = platform.clock.now() // SECOND + platform.settings.download_link_lifetime
    token = write_token(platform.key, Link(version_id, expires_at, inline))
    return ctx.download_url + PATH.replace("{token}", token)
