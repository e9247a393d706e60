"""Where webhooks may lead: hostile addresses in every spelling."""

import pytest

from holdall.base.addresses import check_address, is_public
from holdall.base.errors import InvalidParameter

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.2.3",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fdff::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "::a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:a00:1::",
]
PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_internet_is_not_public(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_internet_is_public(address: str) -> None:
    assert is_public(address) is True


def refused(address: str, reach: str) -> bool:
    try:
        check_address(address, reach)  # type: ignore[arg-type]
    except InvalidParameter:
        return True
    return False


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com",
        "https://example.com:443/a/b?c=d",
        "https://EXAMPLE.com./",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/",
        "https://1.1.1.1/",
        "https://[2606:4700::1111]/",
    ],
)
def test_https_to_the_internet_is_taken_everywhere(address: str) -> None:
    assert [refused(address, reach) for reach in ("public", "anywhere")] == [False, False]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/",
        "https://example.com:8443/",
        "http://127.0.0.1:8080/hook",
        "https://localhost/",
        "https://api.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal./",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://[fe80::1%25eth0]/",
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_other_ways_and_networks_are_for_development(address: str) -> None:
    assert [refused(address, reach) for reach in ("public", "anywhere")] == [True, False]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "//example.com/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https:///path",
        "https://user@example.com/",
        "https://:password@example.com/",
        "https://example.com/#part",
        "https://example.com:99999/",
        "https://example.com:port/",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "https://example.com/\x00",
        "https://ex%61mple.com/",
        "https://a..b/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://1.2.3.4.5/",
        "https://127.0.0.0x1/",
        "https://[::1/",
        "https://[not-an-address]/",
        f"https://{'a' * 64}.com/",
        f"https://example.com/{'a' * 2048}",
    ],
)
def test_what_is_no_address_is_refused_everywhere(address: str) -> None:
    assert [refused(address, reach) for reach in ("public", "anywhere")] == [True, True]
