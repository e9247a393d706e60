"""What a watermark does: who gets a stamped picture of a file, what the stamp says, and the stamping.

if is_stamped(access):                                           # whoever shows a picture of a file asks this first
picture = await asyncio.to_thread(stamp_picture, picture, "png", imprint(subject.login, now))
"""

from holdall.content.watermarks.rules import imprint, is_stamped
from holdall.content.watermarks.stamp import stamp, stamp_picture

__all__ = ["imprint", "is_stamped", "stamp", "stamp_picture"]
