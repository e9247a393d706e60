"""Pictures of users."""

import io

import pytest
from PIL import Image

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, kind)
    return written.getvalue()


async def upload(client: Client, user_id: int, content: bytes, name: str = "pic") -> int:
    response = await client.call("post_users_id_avatar", user_id=user_id, files={name: ("avatar.png", content)})
    return response.status_code


@pytest.mark.operation("post_users_id_avatar")
class TestSetAvatar:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    async def test_a_picture_is_kept_in_three_sizes_that_anybody_with_their_links_can_see(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        response = await enterprise.user.call(
            "post_users_id_avatar", user_id=enterprise.user_id, files={"pic": ("a.png", picture(kind))}
        )
        links = response.json()["pic_urls"]
        sizes = {}
        for size, link in links.items():
            image = await Client(enterprise.gateway).http.get(link)
            assert image.headers["x-content-type-options"] == "nosniff"
            sizes[size] = Image.open(io.BytesIO(image.content)).size
        assert (response.status_code, sizes) == (201, {"small": (50, 25), "large": (128, 64), "preview": (512, 256)})

    async def test_a_second_picture_takes_the_place_of_the_first(self, enterprise: Enterprise) -> None:
        first = await upload(enterprise.user, enterprise.user_id, picture())
        second = await upload(enterprise.user, enterprise.user_id, picture("JPEG"))
        response = await enterprise.user.call("get_users_id_avatar", user_id=enterprise.user_id)
        assert (first, second, response.headers["content-type"]) == (201, 200, "image/jpeg")

    @pytest.mark.parametrize(
        "content",
        [b"", b"no picture", picture("GIF"), picture(size=(1025, 10)), picture()[:100], picture() + b"x" * 1024 * 1024],
        ids=["empty", "text", "gif", "too wide", "cut off", "too many bytes"],
    )
    async def test_what_is_no_picture_within_the_limits_is_refused(
        self, enterprise: Enterprise, content: bytes
    ) -> None:
        status = await upload(enterprise.user, enterprise.user_id, content)
        after = await enterprise.user.call("get_users_id_avatar", user_id=enterprise.user_id)
        assert (status, after.status_code) == (400, 404)

    async def test_a_picture_in_another_part_or_no_form_is_refused(self, enterprise: Enterprise) -> None:
        wrong_part = await upload(enterprise.user, enterprise.user_id, picture(), name="file")
        no_form = await enterprise.user.call("post_users_id_avatar", user_id=enterprise.user_id, content=picture())
        assert (wrong_part, no_form.status_code) == (400, 400)

    async def test_users_change_their_own_and_administrators_those_of_all(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        answers = [
            await upload(enterprise.user, enterprise.admin_id, picture()),
            await upload(enterprise.admin, enterprise.user_id, picture()),
            await upload(enterprise.admin, other.user_id, picture()),
        ]
        assert answers == [403, 201, 404]

    async def test_what_a_camera_hid_in_the_picture_is_not_kept(self, enterprise: Enterprise) -> None:
        written, exif = io.BytesIO(), Image.Exif()
        exif[0x010E] = "taken at home"
        Image.new("RGB", (20, 20)).save(written, "JPEG", exif=exif)
        await upload(enterprise.user, enterprise.user_id, written.getvalue())
        response = await enterprise.user.call("get_users_id_avatar", user_id=enterprise.user_id)
        assert (b"taken at home" in written.getvalue(), b"taken at home" in response.content) == (True, False)


@pytest.mark.operation("get_users_id_avatar")
class TestGetAvatar:
    async def test_colleagues_see_it_and_strangers_do_not(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await upload(enterprise.admin, enterprise.admin_id, picture())
        answers = [
            (await one.call("get_users_id_avatar", user_id=enterprise.admin_id)).status_code
            for one in (enterprise.user, other.admin)
        ]
        assert answers == [200, 404]

    async def test_a_link_that_was_changed_is_refused(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.call(
            "post_users_id_avatar", user_id=enterprise.user_id, files={"pic": ("a.png", picture())}
        )
        link = response.json()["pic_urls"]["small"].replace(str(enterprise.user_id), str(enterprise.admin_id))
        assert (await Client(enterprise.gateway).http.get(link)).status_code == 401

    async def test_the_avatar_url_of_a_user_is_read_with_a_token(self, enterprise: Enterprise) -> None:
        await upload(enterprise.user, enterprise.user_id, picture())
        link = (await enterprise.user.call("get_users_me")).json()["avatar_url"]
        answers = [(await one.http.get(link)).status_code for one in (enterprise.admin, Client(enterprise.gateway))]
        assert answers == [200, 401]


@pytest.mark.operation("delete_users_id_avatar")
class TestRemoveAvatar:
    async def test_a_removed_picture_is_gone(self, enterprise: Enterprise) -> None:
        await upload(enterprise.user, enterprise.user_id, picture())
        first = await enterprise.user.call("delete_users_id_avatar", user_id=enterprise.user_id)
        second = await enterprise.user.call("delete_users_id_avatar", user_id=enterprise.user_id)
        after = await enterprise.user.call("get_users_id_avatar", user_id=enterprise.user_id)
        assert (first.status_code, second.status_code, after.status_code) == (204, 404, 404)
