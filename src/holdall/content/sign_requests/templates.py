"""Sign templates: documents with the places that signers fill in, kept to be sent again and again.

Box makes them in its web app alone; here `holdall sign-template` and seeds do. https://developer.box.com/guides/box-sign/templates
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound
from holdall.base.ids import number_in
from holdall.content.access import Access, Action, reach_active, reach_many
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import is_address
from holdall.content.items.tables import ItemType
from holdall.content.sign_requests.creating import MOST_DAYS, MOST_FILES, MOST_SIGNERS, NewSigner, Wanted
from holdall.content.sign_requests.rows import Input, Role
from holdall.content.sign_requests.tables import sign_templates

NAME_LENGTH = 255
MOST_INPUTS = 100


class TemplateSigner(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A signer of a template; without an email a request must say who it is."""

    public_id: str = ""
    email: str | None = None
    role: Role = "signer"
    order: int = 1
    label: str | None = None
    is_in_person: bool = False
    login_required: bool = False
    inputs: list[Input] = []


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a template says besides its name and folder. What is locked no request may say otherwise."""

    source_ids: list[int]
    signers: list[TemplateSigner]
    email_subject: str | None = None
    email_message: str | None = None
    days_valid: int | None = None
    are_fields_locked: bool = False
    are_options_locked: bool = False
    are_recipients_locked: bool = False
    are_email_settings_locked: bool = False
    are_files_locked: bool = False


class Template(msgspec.Struct, frozen=True):
    """A template. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    created_by: int
    name: str
    folder_id: int
    content: Content
    created_at: int


class SeenTemplate(msgspec.Struct, frozen=True):
    """A template and the items that it speaks of, as far as its maker may see them."""

    template: Template
    items: dict[int, Access]


def _template(*row: object) -> Template:
    return msgspec.convert(dict(zip(Template.__struct_fields__, row, strict=True)), Template)


_ROWS = sa.select(*rows_of(Template, sign_templates))
_MAKER = sign_templates.c.created_by == sa.bindparam("user_id", type_=sa.BigInteger)
_FIND = query(
    _ROWS.where(sign_templates.c.id == sa.bindparam("template_id", type_=sa.BigInteger), _MAKER), into=_template
)
_LIST = query(
    _ROWS.where(_MAKER, sign_templates.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(sign_templates.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=_template,
)
_BY_NAME = query(
    _ROWS.where(_MAKER, sign_templates.c.name == sa.bindparam("name", type_=sa.Text))
    .order_by(sign_templates.c.id)
    .limit(1),
    into=_template,
)


async def create_template(
    tx: Transaction, subject: Subject, *, name: str, folder_id: int, content: Content
) -> Template:
    """A unit: keep a template of the subject's. Raises InvalidParameter, NotFound and Forbidden for files and folder."""
    _check(name, content)
    folder = await reach_active(tx, subject, folder_id, ItemType.FOLDER, Action.UPLOAD)
    if folder.is_root:
        raise InvalidParameter("parent_folder", "must not be All Files: choose a folder in it")
    for file_id in content.source_ids:
        await reach_active(tx, subject, file_id, ItemType.FILE, Action.DOWNLOAD)
    named = [
        msgspec.structs.replace(one, public_id=one.public_id or f"S{number}")
        for number, one in enumerate(content.signers, 1)
    ]
    template = Template(
        id=tx.new_id(),
        enterprise_id=subject.enterprise_id,
        created_by=subject.user_id,
        name=name,
        folder_id=folder.item.id,
        content=msgspec.structs.replace(content, signers=named),
        created_at=tx.now,
    )
    await tx.insert(sign_templates, **{one: getattr(template, one) for one in template.__struct_fields__})
    return template


async def find_by_name(reader: Reader, subject: Subject, name: str) -> Template | None:
    """The oldest template of the subject's with this name; None where there is none."""
    found: Template | None = await reader.one(_BY_NAME, user_id=subject.user_id, name=name)
    return found


async def find_template(reader: Reader, subject: Subject, template_id: str) -> SeenTemplate:
    """One template of the subject's; raises NotFound."""
    number = number_in(template_id)
    found: Template | None = await reader.one(_FIND, template_id=number or 0, user_id=subject.user_id)
    if found is None:
        raise NotFound(f"There is no sign template with id {template_id}")
    return (await _see(reader, subject, [found]))[0]


async def list_templates(reader: Reader, subject: Subject, *, after: int, limit: int) -> list[SeenTemplate]:
    """The templates of the subject's, the oldest first, behind one of them."""
    return await _see(reader, subject, await reader.all(_LIST, user_id=subject.user_id, after=after, limit=limit))


async def fill_template(reader: Reader, subject: Subject, template_id: str, wanted: Wanted) -> Wanted:
    """What a request is that is made of a template: the template's, and what the request says where that is not locked.

    The signers of the request are those of the template in its order: who has an email there needs none here. Raises
    NotFound, and InvalidParameter for what is locked or missing.
    """
    template = (await find_template(reader, subject, template_id)).template
    content = template.content
    _require_unlocked(content, wanted)
    options = msgspec.structs.replace(
        wanted.options,
        email_subject=wanted.options.email_subject or content.email_subject,
        email_message=wanted.options.email_message or content.email_message,
        days_valid=content.days_valid if wanted.options.days_valid is None else wanted.options.days_valid,
    )
    return Wanted(
        source_ids=wanted.source_ids or content.source_ids,
        signers=_signers(content, wanted.signers),
        options=options,
        name=wanted.name or template.name,
        folder_id=wanted.folder_id or template.folder_id,
    )


def _require_unlocked(content: Content, wanted: Wanted) -> None:
    locked = {
        "source_files": content.are_files_locked and bool(wanted.source_ids),
        "name": content.are_options_locked and wanted.name is not None,
        "days_valid": content.are_options_locked and wanted.options.days_valid is not None,
        "email_subject": content.are_email_settings_locked and wanted.options.email_subject is not None,
        "email_message": content.are_email_settings_locked and wanted.options.email_message is not None,
    }
    for name, is_refused in locked.items():
        if is_refused:
            raise InvalidParameter(name, "is locked in the template: leave it out")


def _signers(content: Content, given: Sequence[NewSigner]) -> list[NewSigner]:
    if len(given) > len(content.signers):
        raise InvalidParameter("signers", f"names {len(given)} people; the template has {len(content.signers)}")
    made = []
    for number, one in enumerate(content.signers):
        own = given[number] if number < len(given) else NewSigner(email="")
        if content.are_recipients_locked and own.email and one.email and own.email.casefold() != one.email.casefold():
            raise InvalidParameter(f"signers[{number}].email", "is locked in the template")
        email = own.email or one.email
        if not email:
            raise InvalidParameter(
                f"signers[{number}].email", f"is required: the template asks for {one.label or 'a signer'}"
            )
        options = msgspec.structs.replace(
            own.options,
            is_in_person=own.options.is_in_person or one.is_in_person,
            login_required=own.options.login_required or one.login_required,
        )
        made.append(
            msgspec.structs.replace(own, email=email, role=one.role, turn=one.order, options=options, inputs=one.inputs)
        )
    return made


def _check(name: str, content: Content) -> None:
    if not name.strip() or len(name) > NAME_LENGTH:
        raise InvalidParameter("name", f"has 1 to {NAME_LENGTH} characters")
    if not 1 <= len(content.source_ids) <= MOST_FILES:
        raise InvalidParameter("source_files", f"names 1 to {MOST_FILES} files")
    if not 1 <= len(content.signers) <= MOST_SIGNERS:
        raise InvalidParameter("signers", f"names 1 to {MOST_SIGNERS} people")
    if content.days_valid is not None and not 0 <= content.days_valid <= MOST_DAYS:
        raise InvalidParameter("days_valid", f"must be between 0 and {MOST_DAYS}")
    for signer in content.signers:
        if signer.email is not None and not is_address(signer.email):
            raise InvalidParameter("signers", f"{signer.email!r} is no e-mail address")
        if len(signer.inputs) > MOST_INPUTS:
            raise InvalidParameter("inputs", f"are at most {MOST_INPUTS} for each signer")
        for place in signer.inputs:
            box = (place.x, place.y, place.x + place.width, place.y + place.height)
            if place.page_index < 0 or not all(0 <= edge <= 1 for edge in box) or not (place.width and place.height):
                raise InvalidParameter("inputs", "lie on a page: x, y, width and height are parts of it, from 0 to 1")


async def _see(reader: Reader, subject: Subject, templates: Sequence[Template]) -> list[SeenTemplate]:
    ids = {one for template in templates for one in (*template.content.source_ids, template.folder_id)}
    items = await reach_many(reader, subject, ids) if ids else {}
    return [SeenTemplate(template, items) for template in templates]
