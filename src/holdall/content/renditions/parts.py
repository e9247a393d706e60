"""The parts that can be made of a file, by name, and the work of a child that makes each: some come several at once."""

from typing import Any

import msgspec

from holdall.content.renditions.formats import Format
from holdall.content.renditions.messages import Job

TEXT = "text"
PDF = "pdf"
FACTS = "facts"
"""The number of pages; of a PDF alone."""
TEMPLATE_TAGS = "template_tags"
"""The tags for data that stand in a Word document."""
THUMBNAILS = ("png-32", "png-64", "png-128", "png-256", "jpg-32", "jpg-94", "jpg-160", "jpg-320")
"""Small pictures, by form and longest edge in pixels; most are asked for together, so they are made together."""
LARGE = ("jpg-1024", "jpg-2048", "png-1024", "png-2048")
_PAGE = "page-"


class Work(msgspec.Struct, frozen=True):
    """What a child is asked to do, and the parts that come of it."""

    name: str
    parts: tuple[str, ...]
    task: str
    options: dict[str, Any] = {}

    def job(self, kind: Format) -> Job:
        """The job, for a file of this format."""
        return Job(self.task, {"format": kind, **self.options})


_WORKS = (
    Work(TEXT, (TEXT,), "text"),
    Work(PDF, (PDF,), "pdf"),
    Work(FACTS, (FACTS,), "facts"),
    Work(TEMPLATE_TAGS, (TEMPLATE_TAGS,), "template_tags"),
    Work("thumbnails", THUMBNAILS, "sizes", {"parts": THUMBNAILS}),
    Work("large", LARGE, "sizes", {"parts": LARGE}),
)
_BY_PART = {part: work for work in _WORKS for part in work.parts}


def page_part(number: int, edge: int) -> str:
    """The part that is a page of a PDF (1 is the first) as a PNG with `edge` pixels on its longer side."""
    return f"{_PAGE}{edge}-{number}"


def work_of(part: str) -> Work:
    """The work that makes a part; raises KeyError for none of ours."""
    if part.startswith(_PAGE):
        edge, number = (int(value) for value in part.removeprefix(_PAGE).split("-"))
        return Work(part, (part,), "page", {"page": number, "edge": edge, "part": part})
    return _BY_PART[part]
