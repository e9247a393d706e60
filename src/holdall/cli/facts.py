"""What a server tells about itself when it has started: one line for each fact."""

from importlib.metadata import version

from holdall.base.settings import Settings


def address_of(settings: Settings) -> str:
    """The address at which a client on this machine reaches the server."""
    if settings.public_url:
        return settings.public_url
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{settings.port}"


def print_facts(settings: Settings) -> None:
    """Print where the server is, what it keeps where, and how to try it."""
    address = address_of(settings)
    mode = " (development)" if settings.dev else ""
    for name, value in (
        (f"Holdall {version('holdall')}", f"{address}{mode}"),
        ("data", str(settings.data)),
        ("database", settings.database_url.partition("://")[0]),
        ("api", f"{address}/openapi.json"),
    ):
        print(f"{name:<16}{value}")
