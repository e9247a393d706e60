"""The text of a PDF, page by page, by PDFium."""

from typing import BinaryIO

from holdall.content.renditions.pdf_file import open_pdf
from holdall.content.renditions.text.collector import Collector


def read_pdf(source: BinaryIO, collector: Collector) -> None:
    """Collect the text of all pages; raises Refused for what is no PDF or asks for a password."""
    with open_pdf(source) as document:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            collector.add(words.get_text_range() + "\n\n")
            words.close()
            page.close()
