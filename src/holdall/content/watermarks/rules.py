"""Who gets a stamped picture of a watermarked file, and what the stamp says.

Everybody does who looks at its preview, its owner too, so that whoever switched it on sees that it is on; the file itself
stays as it is: https://support.box.com/hc/en-us/articles/360044195253
"""

from holdall.base.clock import format_instant
from holdall.content.access import Access


def is_stamped(access: Access) -> bool:
    """Whether pictures of this file are shown stamped."""
    return access.is_watermarked


def imprint(viewer: str, now: int) -> str:
    """The words of a stamp: who looks (a login, or an address where nobody has signed in), and when, in UTC."""
    date, _, time = format_instant(now).partition("T")
    return f"{viewer}  {date} {time[:5]} UTC"
