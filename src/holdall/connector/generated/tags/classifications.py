"""The methods of the tag `classifications`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ClassificationsAddBodyItem(TypedDict, total=False):
    op: Required[Literal["addEnumOption"]]
    fieldKey: Required[Literal["Box__Security__Classification__Key"]]
    data: Required[ClassificationsAddBodyItemData]


class ClassificationsAddBodyItemData(TypedDict, total=False):
    key: Required[str]
    staticConfig: ClassificationsAddBodyItemDataStaticConfig


class ClassificationsAddBodyItemDataStaticConfig(TypedDict, total=False):
    classification: ClassificationsAddBodyItemDataStaticConfigClassification


class ClassificationsAddBodyItemDataStaticConfigClassification(TypedDict, total=False):
    classificationDefinition: str
    colorID: int


class ClassificationsUpdateBodyItem(TypedDict, total=False):
    op: Required[Literal["editEnumOption"]]
    fieldKey: Required[Literal["Box__Security__Classification__Key"]]
    enumOptionKey: Required[str]
    data: Required[ClassificationsUpdateBodyItemData]


class ClassificationsUpdateBodyItemData(TypedDict, total=False):
    key: Required[str]
    staticConfig: ClassificationsUpdateBodyItemDataStaticConfig


class ClassificationsUpdateBodyItemDataStaticConfig(TypedDict, total=False):
    classification: ClassificationsUpdateBodyItemDataStaticConfigClassification


class ClassificationsUpdateBodyItemDataStaticConfigClassification(TypedDict, total=False):
    classificationDefinition: str
    colorID: int


class ClassificationsCreateField(TypedDict, total=False):
    type: Required[Literal["enum"]]
    key: Required[Literal["Box__Security__Classification__Key"]]
    displayName: Required[Literal["Classification"]]
    hidden: bool
    options: Required[Sequence[ClassificationsCreateFieldOption]]


class ClassificationsCreateFieldOption(TypedDict, total=False):
    key: Required[str]
    staticConfig: ClassificationsCreateFieldOptionStaticConfig


class ClassificationsCreateFieldOptionStaticConfig(TypedDict, total=False):
    classification: ClassificationsCreateFieldOptionStaticConfigClassification


class ClassificationsCreateFieldOptionStaticConfigClassification(TypedDict, total=False):
    classificationDefinition: str
    colorID: int


class Classifications(Tag):
    """The operations of the tag `classifications`."""

    async def get(
        self,
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: List all classifications (GET /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema)."""
        return await self._call("get_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema")

    async def add(
        self,
        *,
        body: Sequence[ClassificationsAddBodyItem],
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: Add classification (PUT /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema)."""
        return await self._call(
            "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#add",
            body=body,
        )

    async def update(
        self,
        *,
        body: Sequence[ClassificationsUpdateBodyItem],
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: Update classification (PUT /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema)."""
        return await self._call(
            "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#update",
            body=body,
        )

    async def create(
        self,
        *,
        scope: Literal["enterprise"],
        templateKey: Literal["securityClassification-6VMVochwUWo"],
        displayName: Literal["Classification"],
        fields: Sequence[ClassificationsCreateField],
        hidden: bool | UnsetType = UNSET,
        copyInstanceOnItemCopy: bool | UnsetType = UNSET,
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: Add initial classifications (POST /metadata_templates/schema)."""
        return await self._call(
            "post_metadata_templates_schema#classifications",
            scope=scope,
            templateKey=templateKey,
            displayName=displayName,
            fields=fields,
            hidden=hidden,
            copyInstanceOnItemCopy=copyInstanceOnItemCopy,
        )


class BlockingClassifications(BlockingTag):
    """The operations of the tag `classifications`, each waited for."""

    def get(
        self,
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: List all classifications (GET /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema)."""
        return self._call("get_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema")

    def add(
        self,
        *,
        body: Sequence[ClassificationsAddBodyItem],
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: Add classification (PUT /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema)."""
        return self._call(
            "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#add",
            body=body,
        )

    def update(
        self,
        *,
        body: Sequence[ClassificationsUpdateBodyItem],
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: Update classification (PUT /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema)."""
        return self._call(
            "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#update",
            body=body,
        )

    def create(
        self,
        *,
        scope: Literal["enterprise"],
        templateKey: Literal["securityClassification-6VMVochwUWo"],
        displayName: Literal["Classification"],
        fields: Sequence[ClassificationsCreateField],
        hidden: bool | UnsetType = UNSET,
        copyInstanceOnItemCopy: bool | UnsetType = UNSET,
    ) -> v2024_0.ClassificationTemplate:
        """Classifications: Add initial classifications (POST /metadata_templates/schema)."""
        return self._call(
            "post_metadata_templates_schema#classifications",
            scope=scope,
            templateKey=templateKey,
            displayName=displayName,
            fields=fields,
            hidden=hidden,
            copyInstanceOnItemCopy=copyInstanceOnItemCopy,
        )
