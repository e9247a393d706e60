"""How content is labelled on its way out."""

import pytest

from holdall.box.delivery.labels import content_disposition, content_type, label


class TestContentType:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a.txt", "text/plain"),
            ("A.TXT", "text/plain"),
            ("a.tar.gz", "application/octet-stream"),
            ("a.pdf", "application/pdf"),
            ("photo.jpeg", "image/jpeg"),
            ("a.unknown-thing", "application/octet-stream"),
            ("noextension", "application/octet-stream"),
            ("data:text/html,<script>", "application/octet-stream"),
            ("http:a.txt", "text/plain"),
        ],
    )
    def test_it_follows_the_extension_alone(self, name: str, expected: str) -> None:
        assert content_type(name) == expected


class TestContentDisposition:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a b.txt", 'attachment; filename="a b.txt"'),
            ("Straße.txt", "attachment; filename=\"Stra_e.txt\"; filename*=UTF-8''Stra%C3%9Fe.txt"),
            ("100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"),
            ('say "hi".txt', "attachment; filename=\"say _hi_.txt\"; filename*=UTF-8''say%20%22hi%22.txt"),
            ("é?;=.txt", "attachment; filename=\"__;=.txt\"; filename*=UTF-8''%C3%A9%3F%3B%3D.txt"),
            ("😀", "attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%98%80"),
        ],
    )
    def test_every_client_reads_the_name(self, name: str, expected: str) -> None:
        assert content_disposition(name, inline=False) == expected


class TestLabel:
    @pytest.mark.parametrize("name", ["a.html", "a.xhtml", "a.svg", "a.xml", "a.js", "a.mjs", "a.swf", "a.css", "a"])
    def test_what_may_act_is_never_shown_in_the_browser(self, name: str) -> None:
        headers = label(name, inline=True)
        assert headers["content-disposition"].startswith("attachment;")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].endswith("; sandbox")

    @pytest.mark.parametrize("name", ["a.png", "a.mp4", "a.mp3", "a.txt", "a.pdf"])
    def test_what_can_only_be_looked_at_is_shown_where_that_was_asked_for(self, name: str) -> None:
        assert label(name, inline=True)["content-disposition"] == f'inline; filename="{name}"'
        assert label(name, inline=False)["content-disposition"] == f'attachment; filename="{name}"'

    def test_only_a_pdf_that_is_shown_has_no_sandbox(self) -> None:
        sandboxed = {
            (name, inline): label(name, inline=inline)["content-security-policy"].endswith("; sandbox")
            for name in ("a.pdf", "a.png")
            for inline in (True, False)
        }
        assert [key for key, value in sandboxed.items() if not value] == [("a.pdf", True)]
