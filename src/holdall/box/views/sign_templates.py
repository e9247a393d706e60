"""Sign templates on the wire: the contract's schema SignTemplate."""

from typing import Any

from holdall.box.views.plain import Document
from holdall.box.views.sign_requests import render_input
from holdall.content.items.siblings import mini_of
from holdall.content.sign_requests.rows import Input
from holdall.content.sign_requests.templates import Content, SeenTemplate, TemplateSigner

_LOCKS = {
    "are_options_locked": ("name", "days_valid"),
    "are_recipients_locked": ("signers",),
    "are_email_settings_locked": ("email_subject", "email_message"),
    "are_files_locked": ("source_files",),
}


def render_sign_template(seen: SeenTemplate) -> Document:
    """One template, with its files and its folder as far as they may be seen."""
    template = seen.template
    content = template.content
    return {
        "type": "sign-template",
        "id": str(template.id),
        "name": template.name,
        "email_subject": content.email_subject,
        "email_message": content.email_message,
        "days_valid": content.days_valid,
        "parent_folder": _mini(seen, template.folder_id, "folder"),
        "source_files": [_mini(seen, file_id, "file") for file_id in content.source_ids],
        "are_fields_locked": content.are_fields_locked,
        "are_options_locked": content.are_options_locked,
        "are_recipients_locked": content.are_recipients_locked,
        "are_email_settings_locked": content.are_email_settings_locked,
        "are_files_locked": content.are_files_locked,
        "signers": [_signer(one) for one in content.signers],
        "additional_info": _additional_info(content),
        "ready_sign_link": None,
        "custom_branding": None,
        "request_flow": "standard",
    }


def _additional_info(content: Content) -> Document:
    locked = [name for lock, names in _LOCKS.items() if getattr(content, lock) for name in names]
    return {
        "non_editable": locked,
        "required": {"signers": [["email"] if one.email is None else [] for one in content.signers]},
    }


def _signer(signer: TemplateSigner) -> Document:
    return {
        "public_id": signer.public_id,
        "email": signer.email,
        "role": signer.role,
        "order": signer.order,
        "label": signer.label,
        "is_in_person": signer.is_in_person,
        "login_required": signer.login_required,
        "is_password_required": False,
        "is_phone_number_required": False,
        "signer_group_id": None,
        "inputs": [_input(one) for one in signer.inputs],
    }


def _input(place: Input) -> Document:
    return {
        **render_input(place),
        "is_required": place.is_required,
        "label": place.label,
        "document_id": None,
        "dropdown_choices": place.choices or None,
        "group_id": None,
        "coordinates": {"x": place.x, "y": place.y},
        "dimensions": {"width": place.width, "height": place.height},
    }


def _mini(seen: SeenTemplate, item_id: int, kind: str) -> dict[str, Any]:
    access = seen.items.get(item_id)
    return {"type": kind, "id": str(item_id)} if access is None else mini_of(access.item)
