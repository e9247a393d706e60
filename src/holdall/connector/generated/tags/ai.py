"""The methods of the tag `ai`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class AiTextGenItem(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file"]]
    content: str


class AiExtractStructuredMetadataTemplate(TypedDict, total=False):
    template_key: str
    type: Literal["metadata_template"]
    scope: str


class AiExtractStructuredField(TypedDict, total=False):
    key: Required[str]
    description: str
    displayName: str
    prompt: str
    type: str
    options: Sequence[AiExtractStructuredFieldOption]
    fields: Sequence[v2024_0.AiExtractSubField]
    taxonomy_key: str
    namespace: str
    options_rules: v2024_0.AiOptionsRules


class AiExtractStructuredFieldOption(TypedDict, total=False):
    key: Required[str]


class Ai(Tag):
    """The operations of the tag `ai`."""

    async def ask(
        self,
        *,
        mode: Literal["multiple_item_qa", "single_item_qa"],
        prompt: str,
        items: Sequence[v2024_0.AiItemAsk],
        dialogue_history: Sequence[v2024_0.AiDialogueHistory] | UnsetType = UNSET,
        include_citations: bool | UnsetType = UNSET,
        ai_agent: v2024_0.AiAskAgent | UnsetType = UNSET,
    ) -> v2024_0.AiResponseFull | None:
        """AI: Send AI question request (POST /ai/ask)."""
        return await self._call(
            "post_ai_ask",
            mode=mode,
            prompt=prompt,
            items=items,
            dialogue_history=dialogue_history,
            include_citations=include_citations,
            ai_agent=ai_agent,
        )

    async def text_gen(
        self,
        *,
        prompt: str,
        items: Sequence[AiTextGenItem],
        dialogue_history: Sequence[v2024_0.AiDialogueHistory] | UnsetType = UNSET,
        ai_agent: v2024_0.AiTextGenAgent | UnsetType = UNSET,
    ) -> v2024_0.AiResponse:
        """AI: Send AI request to generate text (POST /ai/text_gen)."""
        return await self._call(
            "post_ai_text_gen",
            prompt=prompt,
            items=items,
            dialogue_history=dialogue_history,
            ai_agent=ai_agent,
        )

    async def get_agent_default(
        self,
        *,
        mode: Literal["ask", "text_gen", "extract", "extract_structured"],
        language: str | UnsetType = UNSET,
        model: str | UnsetType = UNSET,
    ) -> v2024_0.AiAgent:
        """AI: Get AI agent default configuration (GET /ai_agent_default)."""
        return await self._call(
            "get_ai_agent_default",
            mode=mode,
            language=language,
            model=model,
        )

    async def extract(
        self,
        *,
        prompt: str,
        items: Sequence[v2024_0.AiItemBase],
        ai_agent: v2024_0.AiExtractAgent | UnsetType = UNSET,
    ) -> v2024_0.AiResponse:
        """Extract metadata (freeform) (POST /ai/extract)."""
        return await self._call(
            "post_ai_extract",
            prompt=prompt,
            items=items,
            ai_agent=ai_agent,
        )

    async def extract_structured(
        self,
        *,
        items: Sequence[v2024_0.AiItemBase],
        metadata_template: AiExtractStructuredMetadataTemplate | UnsetType = UNSET,
        fields: Sequence[AiExtractStructuredField] | UnsetType = UNSET,
        ai_agent: v2024_0.AiExtractStructuredAgent | UnsetType = UNSET,
        include_confidence_score: bool | UnsetType = UNSET,
        include_reference: bool | UnsetType = UNSET,
        taxonomy_sources: Sequence[v2024_0.AiTaxonomySource] | UnsetType = UNSET,
    ) -> v2024_0.AiExtractStructuredResponse:
        """Extract metadata (structured) (POST /ai/extract_structured)."""
        return await self._call(
            "post_ai_extract_structured",
            items=items,
            metadata_template=metadata_template,
            fields=fields,
            ai_agent=ai_agent,
            include_confidence_score=include_confidence_score,
            include_reference=include_reference,
            taxonomy_sources=taxonomy_sources,
        )


class BlockingAi(BlockingTag):
    """The operations of the tag `ai`, each waited for."""

    def ask(
        self,
        *,
        mode: Literal["multiple_item_qa", "single_item_qa"],
        prompt: str,
        items: Sequence[v2024_0.AiItemAsk],
        dialogue_history: Sequence[v2024_0.AiDialogueHistory] | UnsetType = UNSET,
        include_citations: bool | UnsetType = UNSET,
        ai_agent: v2024_0.AiAskAgent | UnsetType = UNSET,
    ) -> v2024_0.AiResponseFull | None:
        """AI: Send AI question request (POST /ai/ask)."""
        return self._call(
            "post_ai_ask",
            mode=mode,
            prompt=prompt,
            items=items,
            dialogue_history=dialogue_history,
            include_citations=include_citations,
            ai_agent=ai_agent,
        )

    def text_gen(
        self,
        *,
        prompt: str,
        items: Sequence[AiTextGenItem],
        dialogue_history: Sequence[v2024_0.AiDialogueHistory] | UnsetType = UNSET,
        ai_agent: v2024_0.AiTextGenAgent | UnsetType = UNSET,
    ) -> v2024_0.AiResponse:
        """AI: Send AI request to generate text (POST /ai/text_gen)."""
        return self._call(
            "post_ai_text_gen",
            prompt=prompt,
            items=items,
            dialogue_history=dialogue_history,
            ai_agent=ai_agent,
        )

    def get_agent_default(
        self,
        *,
        mode: Literal["ask", "text_gen", "extract", "extract_structured"],
        language: str | UnsetType = UNSET,
        model: str | UnsetType = UNSET,
    ) -> v2024_0.AiAgent:
        """AI: Get AI agent default configuration (GET /ai_agent_default)."""
        return self._call(
            "get_ai_agent_default",
            mode=mode,
            language=language,
            model=model,
        )

    def extract(
        self,
        *,
        prompt: str,
        items: Sequence[v2024_0.AiItemBase],
        ai_agent: v2024_0.AiExtractAgent | UnsetType = UNSET,
    ) -> v2024_0.AiResponse:
        """Extract metadata (freeform) (POST /ai/extract)."""
        return self._call(
            "post_ai_extract",
            prompt=prompt,
            items=items,
            ai_agent=ai_agent,
        )

    def extract_structured(
        self,
        *,
        items: Sequence[v2024_0.AiItemBase],
        metadata_template: AiExtractStructuredMetadataTemplate | UnsetType = UNSET,
        fields: Sequence[AiExtractStructuredField] | UnsetType = UNSET,
        ai_agent: v2024_0.AiExtractStructuredAgent | UnsetType = UNSET,
        include_confidence_score: bool | UnsetType = UNSET,
        include_reference: bool | UnsetType = UNSET,
        taxonomy_sources: Sequence[v2024_0.AiTaxonomySource] | UnsetType = UNSET,
    ) -> v2024_0.AiExtractStructuredResponse:
        """Extract metadata (structured) (POST /ai/extract_structured)."""
        return self._call(
            "post_ai_extract_structured",
            items=items,
            metadata_template=metadata_template,
            fields=fields,
            ai_agent=ai_agent,
            include_confidence_score=include_confidence_score,
            include_reference=include_reference,
            taxonomy_sources=taxonomy_sources,
        )
