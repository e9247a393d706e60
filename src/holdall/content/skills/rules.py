"""Which skills there are: defined by the operator or a seed, for an application, its address and folders.

https://developer.box.com/guides/skills/handle/setup/
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.addresses import Reach, check_address
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound
from holdall.content.access import Action, reach_active
from holdall.content.access.explain import subject_for
from holdall.content.identity.applications import Application
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import User
from holdall.content.items.tables import ItemType
from holdall.content.skills.tables import skill_folders, skills
from holdall.content.webhooks.rules import Webhook
from holdall.content.webhooks.tables import SKILL, webhooks

INVOKED = "SKILL.INVOKED"
"""What deliveries to skills are called, where those to webhooks have a trigger."""

SCOPES = frozenset({"root_readwrite"})
"""What the service account of a skill's application may do where a skill is concerned."""


class SkillDefinition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A skill as people write it."""

    name: str
    """What people call it; an enterprise has one of each name."""
    url: str
    """The address that is told of files."""
    extensions: list[str] = []
    """Of the files that it is for, such as pdf; without any, all files."""


class Skill(msgspec.Struct, frozen=True):
    """A skill with its address."""

    id: int
    enterprise_id: int
    application_id: int
    name: str
    extensions: list[str]
    address: str


_ALL = sa.select(*(skills.c[name] for name in Skill.__struct_fields__[:-1]), webhooks.c.address).join_from(
    skills, webhooks, webhooks.c.id == skills.c.id
)
_LIST = query(_ALL.order_by(skills.c.id), Skill)
_BY_ID = query(_ALL.where(skills.c.id == sa.bindparam("id", type_=sa.BigInteger)), Skill)
_BY_NAME = query(
    _ALL.where(
        skills.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        skills.c.name == sa.bindparam("name", type_=sa.Text),
    ),
    Skill,
)
_FOLDERS = query(
    sa.select(skill_folders.c.folder_id)
    .where(skill_folders.c.skill_id == sa.bindparam("id", type_=sa.BigInteger))
    .order_by(skill_folders.c.folder_id),
    lambda folder_id: folder_id,
)
_ACCOUNT = query(
    sa.select(*(users.c[name] for name in User.__struct_fields__)).where(
        users.c.id == sa.bindparam("id", type_=sa.BigInteger), users.c.deleted_at.is_(None)
    ),
    User,
)


async def define_skill(
    tx: Transaction,
    application: Application,
    definition: SkillDefinition,
    folder_ids: Sequence[int],
    *,
    reach: Reach,
) -> int:
    """A unit: let an application be told of the files in some folders, in the place of what was said of that name.

    Raises InvalidParameter for an address or no folders, NotFound and Forbidden where the application's service account
    may not read and label what is in a folder.
    """
    check_address(definition.url, reach)
    if not folder_ids:
        raise InvalidParameter("folders", "a skill is on for a folder at least")
    account = await service_account(tx, application)
    for folder_id in folder_ids:
        access = await reach_active(tx, account, folder_id, ItemType.FOLDER, Action.EDIT_METADATA)
        access.require(Action.DOWNLOAD)
    present = await tx.one(_BY_NAME, enterprise_id=application.enterprise_id, name=definition.name)
    skill_id = tx.new_id() if present is None else present.id
    extensions = sorted({one.lower().lstrip(".") for one in definition.extensions})
    if present is None:
        await tx.insert(
            webhooks, **msgspec.structs.asdict(_courier(tx, application, skill_id, definition.url, account))
        )
        await tx.insert(
            skills,
            id=skill_id,
            enterprise_id=application.enterprise_id,
            application_id=application.id,
            name=definition.name,
            extensions=extensions,
        )
    else:
        await tx.update(webhooks, {"id": skill_id}, address=definition.url, application_id=application.id)
        await tx.update(skills, {"id": skill_id}, extensions=extensions, application_id=application.id)
        await tx.delete(skill_folders, skill_id=skill_id)
    rows = [{"skill_id": skill_id, "folder_id": one} for one in dict.fromkeys(folder_ids)]
    await tx.insert_many(skill_folders, rows)
    return skill_id


async def find_skill(reader: Reader, skill_id: int) -> Skill | None:
    """The skill with this id."""
    return await reader.one(_BY_ID, id=skill_id)


async def list_skills(reader: Reader) -> list[tuple[Skill, list[int]]]:
    """Every skill of the server with its folders, for the operator."""
    return [(one, list(await reader.all(_FOLDERS, id=one.id))) for one in await reader.all(_LIST)]


async def remove_skill(tx: Transaction, skill_id: int) -> None:
    """A unit: end a skill with all that it was still to be told; its cards stay. Raises NotFound."""
    if await find_skill(tx, skill_id) is None:
        raise NotFound(f"There is no skill {skill_id}")
    await tx.delete(webhooks, id=skill_id)


async def service_account(reader: Reader, application: Application) -> Subject:
    """Who acts for a skill: the service account of its application; raises InvalidParameter where there is none."""
    found = await reader.one(_ACCOUNT, id=application.service_account_id or 0)
    if found is None:
        raise InvalidParameter("application", f"{application.name} has no service account that could act for a skill")
    return subject_for(found, SCOPES)


def _courier(tx: Transaction, application: Application, skill_id: int, address: str, account: Subject) -> Webhook:
    """The row by which what a skill is told goes out."""
    return Webhook(
        id=skill_id,
        enterprise_id=application.enterprise_id,
        application_id=application.id,
        user_id=account.user_id,
        target_type=SKILL,
        target_id=skill_id,
        address=address,
        triggers=[],
        scopes=[],
        created_at=tx.now,
        after_sequence=0,
        until_sequence=None,
        retired_at=None,
    )
