"""The methods of the tag `enterprise_configurations`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class EnterpriseConfigurations(Tag):
    """The operations of the tag `enterprise_configurations`."""

    async def get(
        self,
        enterprise_id: str,
        *,
        categories: Sequence[str],
    ) -> v2025_0.EnterpriseConfiguration:
        """Get enterprise configuration (GET /enterprise_configurations/{enterprise_id}, version 2025.0)."""
        return await self._call(
            "get_enterprise_configurations_id_v2025.0",
            enterprise_id=enterprise_id,
            categories=categories,
        )


class BlockingEnterpriseConfigurations(BlockingTag):
    """The operations of the tag `enterprise_configurations`, each waited for."""

    def get(
        self,
        enterprise_id: str,
        *,
        categories: Sequence[str],
    ) -> v2025_0.EnterpriseConfiguration:
        """Get enterprise configuration (GET /enterprise_configurations/{enterprise_id}, version 2025.0)."""
        return self._call(
            "get_enterprise_configurations_id_v2025.0",
            enterprise_id=enterprise_id,
            categories=categories,
        )
