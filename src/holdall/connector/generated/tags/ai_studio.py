"""The methods of the tag `ai_studio`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class AiStudio(Tag):
    """The operations of the tag `ai_studio`."""

    async def list(
        self,
        *,
        mode: Sequence[str] | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        agent_state: Sequence[str] | UnsetType = UNSET,
        include_box_default: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.AiMultipleAgentResponse:
        """List AI agents (GET /ai_agents)."""
        return await self._call(
            "get_ai_agents",
            mode=mode,
            fields=fields,
            agent_state=agent_state,
            include_box_default=include_box_default,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        type: Literal["ai_agent"],
        name: str,
        access_state: str,
        icon_reference: str | UnsetType = UNSET,
        allowed_entities: Sequence[v2024_0.AiAgentAllowedEntity] | UnsetType = UNSET,
        ask: v2024_0.AiStudioAgentAsk | UnsetType = UNSET,
        text_gen: v2024_0.AiStudioAgentTextGen | UnsetType = UNSET,
        extract: v2024_0.AiStudioAgentExtract | UnsetType = UNSET,
    ) -> v2024_0.AiSingleAgentResponseFull:
        """Create AI agent (POST /ai_agents)."""
        return await self._call(
            "post_ai_agents",
            type=type,
            name=name,
            access_state=access_state,
            icon_reference=icon_reference,
            allowed_entities=allowed_entities,
            ask=ask,
            text_gen=text_gen,
            extract=extract,
        )

    async def update(
        self,
        agent_id: str,
        *,
        type: Literal["ai_agent"],
        name: str,
        access_state: str,
        icon_reference: str | UnsetType = UNSET,
        allowed_entities: Sequence[v2024_0.AiAgentAllowedEntity] | UnsetType = UNSET,
        ask: v2024_0.AiStudioAgentAsk | UnsetType = UNSET,
        text_gen: v2024_0.AiStudioAgentTextGen | UnsetType = UNSET,
        extract: v2024_0.AiStudioAgentExtract | UnsetType = UNSET,
    ) -> v2024_0.AiSingleAgentResponseFull:
        """Update AI agent (PUT /ai_agents/{agent_id})."""
        return await self._call(
            "put_ai_agents_id",
            agent_id=agent_id,
            type=type,
            name=name,
            access_state=access_state,
            icon_reference=icon_reference,
            allowed_entities=allowed_entities,
            ask=ask,
            text_gen=text_gen,
            extract=extract,
        )

    async def get(
        self,
        agent_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.AiSingleAgentResponseFull:
        """Get AI agent by agent ID (GET /ai_agents/{agent_id})."""
        return await self._call(
            "get_ai_agents_id",
            agent_id=agent_id,
            fields=fields,
        )

    async def delete(
        self,
        agent_id: str,
    ) -> None:
        """Delete AI agent (DELETE /ai_agents/{agent_id})."""
        await self._call(
            "delete_ai_agents_id",
            agent_id=agent_id,
        )


class BlockingAiStudio(BlockingTag):
    """The operations of the tag `ai_studio`, each waited for."""

    def list(
        self,
        *,
        mode: Sequence[str] | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        agent_state: Sequence[str] | UnsetType = UNSET,
        include_box_default: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.AiMultipleAgentResponse:
        """List AI agents (GET /ai_agents)."""
        return self._call(
            "get_ai_agents",
            mode=mode,
            fields=fields,
            agent_state=agent_state,
            include_box_default=include_box_default,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        type: Literal["ai_agent"],
        name: str,
        access_state: str,
        icon_reference: str | UnsetType = UNSET,
        allowed_entities: Sequence[v2024_0.AiAgentAllowedEntity] | UnsetType = UNSET,
        ask: v2024_0.AiStudioAgentAsk | UnsetType = UNSET,
        text_gen: v2024_0.AiStudioAgentTextGen | UnsetType = UNSET,
        extract: v2024_0.AiStudioAgentExtract | UnsetType = UNSET,
    ) -> v2024_0.AiSingleAgentResponseFull:
        """Create AI agent (POST /ai_agents)."""
        return self._call(
            "post_ai_agents",
            type=type,
            name=name,
            access_state=access_state,
            icon_reference=icon_reference,
            allowed_entities=allowed_entities,
            ask=ask,
            text_gen=text_gen,
            extract=extract,
        )

    def update(
        self,
        agent_id: str,
        *,
        type: Literal["ai_agent"],
        name: str,
        access_state: str,
        icon_reference: str | UnsetType = UNSET,
        allowed_entities: Sequence[v2024_0.AiAgentAllowedEntity] | UnsetType = UNSET,
        ask: v2024_0.AiStudioAgentAsk | UnsetType = UNSET,
        text_gen: v2024_0.AiStudioAgentTextGen | UnsetType = UNSET,
        extract: v2024_0.AiStudioAgentExtract | UnsetType = UNSET,
    ) -> v2024_0.AiSingleAgentResponseFull:
        """Update AI agent (PUT /ai_agents/{agent_id})."""
        return self._call(
            "put_ai_agents_id",
            agent_id=agent_id,
            type=type,
            name=name,
            access_state=access_state,
            icon_reference=icon_reference,
            allowed_entities=allowed_entities,
            ask=ask,
            text_gen=text_gen,
            extract=extract,
        )

    def get(
        self,
        agent_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.AiSingleAgentResponseFull:
        """Get AI agent by agent ID (GET /ai_agents/{agent_id})."""
        return self._call(
            "get_ai_agents_id",
            agent_id=agent_id,
            fields=fields,
        )

    def delete(
        self,
        agent_id: str,
    ) -> None:
        """Delete AI agent (DELETE /ai_agents/{agent_id})."""
        self._call(
            "delete_ai_agents_id",
            agent_id=agent_id,
        )
