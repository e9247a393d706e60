"""The methods of the tag `notes`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2026_0


class Notes(Tag):
    """The operations of the tag `notes`."""

    async def convert(
        self,
        *,
        content: str,
        content_format: Literal["markdown"],
        parent: v2026_0.FolderReference,
        name: str,
    ) -> v2026_0.NotesConvertResponse:
        """Convert content to Box Note (POST /notes/convert, version 2026.0)."""
        return await self._call(
            "post_notes_convert_v2026.0",
            content=content,
            content_format=content_format,
            parent=parent,
            name=name,
        )


class BlockingNotes(BlockingTag):
    """The operations of the tag `notes`, each waited for."""

    def convert(
        self,
        *,
        content: str,
        content_format: Literal["markdown"],
        parent: v2026_0.FolderReference,
        name: str,
    ) -> v2026_0.NotesConvertResponse:
        """Convert content to Box Note (POST /notes/convert, version 2026.0)."""
        return self._call(
            "post_notes_convert_v2026.0",
            content=content,
            content_format=content_format,
            parent=parent,
            name=name,
        )
