"""A PDF of lines of text, written by PDFium; only the letters that are used go into it."""

import ctypes
import io
from typing import Any

import pypdfium2
import pypdfium2.raw

from holdall.content.renditions.drawing.setting import Line, Style

_pdfium: Any = pypdfium2.raw


def write_pdf(pages: list[list[Line]], style: Style) -> bytes:
    """A PDF with these pages, at least one."""
    document = pypdfium2.PdfDocument.new()
    data = style.face.data
    letters = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = _pdfium.FPDFText_LoadFont(document, letters, len(data), _pdfium.FPDF_FONT_TRUETYPE, 1)
    for lines in pages or [[]]:
        page = document.new_page(style.width, style.height)
        for line in lines:
            written = _pdfium.FPDFPageObj_CreateTextObj(document, font, line.size)
            _pdfium.FPDFText_SetText(written, wide(line.text))
            _pdfium.FPDFPageObj_Transform(written, 1, 0, 0, 1, line.left, line.bottom)
            _pdfium.FPDFPage_InsertObject(page, written)
        _pdfium.FPDFPage_GenerateContent(page)
        page.close()
    content = io.BytesIO()
    document.save(content, flags=_pdfium.FPDF_SUBSET_NEW_FONTS)
    _pdfium.FPDFFont_Close(font)
    document.close()
    return content.getvalue()


def wide(text: str) -> Any:
    """A text as PDFium takes it: UTF-16 with a zero at its end."""
    units = text.encode("utf-16-le") + b"\0\0"
    return (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
