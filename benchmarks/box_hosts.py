"""A server under the names of Box's hosts: a TLS proxy in front of it, and a tunnel that leads rclone's calls there.

rclone knows Box by these names alone. Both contestants go through the same proxy, so that both pay for TLS.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from benchmarks.bench import Bench
from benchmarks.processes import free_port, need, running
from benchmarks.servers import Server

_NAMES = "DNS:api.box.com,DNS:upload.box.com,IP:127.0.0.1"
_PIPE = 1024 * 1024


class Disguise(msgspec.Struct, frozen=True):
    """Where a server is reached over TLS, with what certificate, and the proxy that leads to it whatever host is asked for."""

    address: str
    certificate: Path
    tunnel: str

    def ours(self, token: str) -> Mapping[str, str]:
        """The environment in which `holdall` is connected to the server."""
        return {"HOLDALL_URL": self.address, "HOLDALL_TOKEN": token, "SSL_CERT_FILE": str(self.certificate)}

    def rclone(self, token: str) -> Mapping[str, str]:
        """The environment in which the remote `bench:` of rclone is the server."""
        return {
            "RCLONE_CONFIG_BENCH_TYPE": "box",
            "RCLONE_CONFIG_BENCH_ACCESS_TOKEN": token,
            "RCLONE_CA_CERT": str(self.certificate),
            "HTTPS_PROXY": self.tunnel,
        }


@contextmanager
def as_box(bench: Bench, server: Server) -> Iterator[Disguise]:
    """The server under Box's names; raises Missing without nginx or openssl."""
    place = bench.folder / "as box"
    place.mkdir()
    certificate = _certificate(place)
    program, port, tunnel = need("nginx"), free_port(), free_port()
    configuration = place / "nginx.conf"
    configuration.write_text(_configuration(place, port, server.address.removeprefix("http://")))
    command: list[str | Path] = [program, "-p", place, "-e", place / "error.log", "-c", configuration]
    through = [sys.executable, "-m", "benchmarks.box_hosts", str(tunnel), str(port)]
    with (
        running(command, port=port, log=place / "output"),
        running(through, port=tunnel, log=place / "tunnel"),
    ):
        yield Disguise(f"https://127.0.0.1:{port}", certificate, f"http://127.0.0.1:{tunnel}")


def _certificate(place: Path) -> Path:
    """A certificate for Box's names, that signs itself; its key lies beside it."""
    command: list[str | Path] = [
        need("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
    ]
    command += ["-nodes", "-days", "2", "-subj", "/CN=benchmark", "-addext", f"subjectAltName={_NAMES}"]
    command += ["-keyout", place / "key.pem", "-out", place / "certificate.pem"]
    subprocess.run(command, check=True, capture_output=True)
    return place / "certificate.pem"


def _configuration(place: Path, port: int, server: str) -> str:
    temporary = "".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    # As root, it would give up the right to read the folder.
    user = "user root;" if sys.platform == "linux" and os.geteuid() == 0 else ""
    return (
        f"{user} worker_processes 1; daemon off; pid pid; events {{}} http {{ access_log off; {temporary}"
        f"upstream holdall {{ server {server}; keepalive 64; }} keepalive_requests 1000000;"
        f"server {{ listen 127.0.0.1:{port} ssl; client_max_body_size 0; keepalive_timeout 600;"
        "ssl_certificate certificate.pem; ssl_certificate_key key.pem;"
        "location / { proxy_pass http://holdall; proxy_http_version 1.1; proxy_set_header Connection '';"
        "proxy_set_header Host $http_host; proxy_redirect http://$http_host/ https://$http_host/;"
        "proxy_request_buffering off; proxy_buffering off; } } }"
    )


def _serve(port: int, target: int) -> None:
    """Lead every CONNECT to one port, whatever host it names; the kernel passes the bytes on."""
    with socket.create_server(("127.0.0.1", port), backlog=128) as listening:
        while True:
            client, _ = listening.accept()
            threading.Thread(target=_connect, args=(client, target), daemon=True).start()


def _connect(client: socket.socket, target: int) -> None:
    asked = b""
    while b"\r\n\r\n" not in asked:
        piece = client.recv(65536)
        if not piece:
            return
        asked += piece
    server = socket.create_connection(("127.0.0.1", target))
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    for ends in ((client, server), (server, client)):
        for end in ends:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_pass_on, args=ends, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    reading, writing = os.pipe()
    with suppress(OSError):
        while count := os.splice(source.fileno(), writing, _PIPE):
            while count:
                count -= os.splice(reading, target.fileno(), count)
    for end in (reading, writing):
        os.close(end)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
