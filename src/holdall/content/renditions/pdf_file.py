"""A PDF opened by PDFium, and the words for why one could not be opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2

from holdall.content.renditions.errors import Refused

_PASSWORD = "password"  # noqa: S105 - the word in PDFium's message, not a secret


@contextmanager
def open_pdf(source: BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """The document in an open file; raises Refused for what is no PDF or asks for a password."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if _PASSWORD in str(error).lower():
            raise Refused("The PDF asks for a password") from None
        raise Refused(f"It is no PDF that can be read: {error}") from None
    try:
        yield document
    finally:
        document.close()
