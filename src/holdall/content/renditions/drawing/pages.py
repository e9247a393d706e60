"""The pages of a PDF as pictures, by PDFium."""

import pypdfium2
from PIL import Image

from holdall.content.renditions.errors import Refused

MAX_SCALE = 20.0
"""A page of a millimetre is not blown up to fill a screen."""


def draw_page(document: pypdfium2.PdfDocument, number: int, edge: int) -> Image.Image:
    """A page (0 is the first) as RGB with `edge` pixels on its longer side; raises Refused where there is none."""
    if not 0 <= number < len(document):
        raise Refused(f"The document has {len(document)} pages")
    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(edge / max(width, height, 1.0), MAX_SCALE)
        # The size is rounded up, so a page that is a line in one direction has a pixel there.
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Refused(f"Page {number + 1} cannot be drawn: {error}") from None
    if max(picture.size) > edge:
        picture.thumbnail((edge, edge))
    return picture
