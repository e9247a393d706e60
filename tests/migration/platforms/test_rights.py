"""Roles of Box and the rights that the migration API names."""

import pytest

from holdall.migration.platforms.rights import RIGHTS, rights_of, role_for

WEAKER_ON_FILES = {
    "editor": "editor",
    "viewer": "viewer",
    "viewer uploader": "viewer",
    "owner": "editor",
    "co-owner": "editor",
}


@pytest.mark.parametrize("role", RIGHTS)
def test_the_rights_of_a_role_give_the_role_again_but_never_ownership(role: str):
    assert role_for(rights_of(role), "folder") == ("co-owner" if role == "owner" else role)


@pytest.mark.parametrize("role", RIGHTS)
def test_on_a_file_a_role_becomes_one_that_gives_nothing_more(role: str):
    assert role_for(rights_of(role), "file") == WEAKER_ON_FILES.get(role)


@pytest.mark.parametrize("kind", ["link", "other"])
def test_nothing_else_is_shared(kind: str):
    assert role_for("full", kind) is None  # type: ignore[arg-type] # any text


@pytest.mark.parametrize(
    ("rights", "role"),
    [
        ("read", "viewer"),
        ("read_write", "viewer uploader"),
        ("read_write,delete", "editor"),
        ("append", "uploader"),
        ("full", "co-owner"),
        ("read_permissions", None),
        ("none", None),
        ("something new", None),
    ],
)
def test_rights_of_other_platforms_become_the_strongest_role_within_them(rights: str, role: str | None):
    assert role_for(rights, "folder") == role


def test_a_role_that_is_not_known_has_no_rights():
    assert rights_of("wizard") == "none"
