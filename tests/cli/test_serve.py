"""`holdall serve`: what it prints, what it refuses, how it stops, and what its log never says."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdall.testing import RunningServer, ServerFailed, start_server
from tests.support.logs import log_of
from tests.support.wire import Wire, ask

TOKEN = "Bearer demo-admin"


def run_serve(*options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A server that is expected to refuse to start."""
    command = [sys.executable, "-m", "holdall", "serve", *options]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment}
    )


class TestFacts:
    def test_a_start_says_where_it_is_who_is_in_it_and_how_to_try_it(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "holdall", "serve", "--dev", "--port", "0", "--data", str(tmp_path / "data")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.strip())
            if line.strip().startswith("try"):
                break
        process.terminate()
        assert process.wait(30) == 0
        process.stdout.close()
        address = lines[0].split()[4]
        assert lines[0] == f"Holdall 0.1.0 answers at {address} (development)"
        facts = [line.split(maxsplit=1) for line in lines[1:]]
        assert facts == [
            ["data", str(tmp_path / "data")],
            ["database", "sqlite"],
            ["reference", f"{address}/docs"],
            ["control", f"plane  {address}/_control"],
            ["enterprise", "100 Demo Company"],
            ["user", "101 ada@demo.example (admin) password demo-password"],
            ["user", "102 uma@demo.example (user) password demo-password"],
            ["application", "Demo Application: client id demo-client-id secret demo-client-secret"],
            ["token", "demo-admin (ada@demo.example)"],
            ["token", "demo-user (uma@demo.example)"],
            ["migrations", f"{address}/v1 admin password demo-password token demo-migration"],
            ["try", f'curl -H "Authorization: Bearer demo-admin" {address}/2.0/folders/0/items'],
        ]

    def test_what_is_kept_is_there_after_a_restart(self, tmp_path: Path) -> None:
        for expected in (["Projects"], ["Projects", "Kept"]):
            with start_server(tmp_path / "data") as server:
                listing = msgspec.json.decode(
                    ask(server.base_url, "GET", "/2.0/folders/0/items?sort=id", authorization=TOKEN)[2]
                )
                assert [entry["name"] for entry in listing["entries"]] == expected
                body = b'{"name": "Kept", "parent": {"id": "0"}}'
                ask(server.base_url, "POST", "/2.0/folders", body, authorization=TOKEN)


class TestRefusals:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["--port", "99999"], "the setting port (HOLDALL_PORT) is refused: Expected `int` <= 65535"),
            (["--port", "many"], ""),
            (["--workers", "0"], "the setting workers (HOLDALL_WORKERS) is refused: Expected `int` >= 1"),
            (["--log-format", "xml"], "the setting log_format (HOLDALL_LOG_FORMAT) is refused: "),
            (["--database", "mysql://host/db"], "the database cannot be used: it must be sqlite:///path or postgresql"),
            (["--database", "postgresql://a:hush@127.0.0.1:1/b"], "the database cannot be used: "),
            (["--seed", "demo"], "--seed is for development and tests: add --dev"),
            (["--dev", "--seed", "nowhere.yaml"], "the seed nowhere.yaml is refused: "),
            (["--dev", "--workers", "2"], "the control plane works in one process"),
            (["--write-env", "somewhere"], "--write-env writes what a seed has made"),
            (["--tls-cert", "cert.pem"], "--tls-cert and --tls-key belong together"),
            (["--tls-cert", "cert.pem", "--tls-key", "key.pem"], "cert.pem cannot be read"),
            (["--host", "no.such.host.invalid"], "the address no.such.host.invalid is unknown"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_line_with_status_2(
        self, tmp_path: Path, options: list[str], message: str
    ) -> None:
        refused = run_serve("--data", str(tmp_path / "data"), *options)
        assert refused.returncode == 2
        assert "hush" not in refused.stderr
        if message:
            assert refused.stderr.startswith(f"holdall: {message}")
            assert len(refused.stderr.splitlines()) == 1

    def test_a_port_in_use(self, server: RunningServer, tmp_path: Path) -> None:
        port = server.base_url.rpartition(":")[2]
        refused = run_serve("--port", port, "--data", str(tmp_path / "data"))
        message = f"holdall: port {port} of 127.0.0.1 cannot be used: Address already in use; --port takes another\n"
        assert (refused.returncode, refused.stderr) == (2, message)

    def test_a_data_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("")
        refused = run_serve("--port", "0", "--data", str(tmp_path / "data"))
        assert (refused.returncode, refused.stderr) == (
            2,
            f"holdall: the data folder {tmp_path / 'data'} cannot be written: File exists\n",
        )

    def test_a_database_of_a_newer_version(self, tmp_path: Path) -> None:
        import sqlite3

        with closing(sqlite3.connect(tmp_path / "holdall.db")) as database:
            database.execute("CREATE TABLE alembic_version (version_num TEXT)")
            database.execute("INSERT INTO alembic_version VALUES ('9999')")
            database.commit()
        refused = run_serve("--port", "0", "--data", str(tmp_path))
        assert (refused.returncode, "9999" in refused.stderr) == (2, True)

    def test_the_test_helper_tells_what_the_server_said(self, tmp_path: Path) -> None:
        with pytest.raises(ServerFailed, match="status 2: holdall: the setting workers"):
            start_server(tmp_path / "data", "--workers", "0")


class TestStopping:
    def test_a_request_in_flight_is_finished_and_new_ones_are_refused(self, tmp_path: Path) -> None:
        server = start_server(tmp_path / "data")
        wire = Wire(server.base_url)
        body = b'{"name": "Finished", "parent": {"id": "0"}}'
        wire.send("POST", "/2.0/folders", body[:10], content_length=str(len(body)), authorization=TOKEN)
        _wait_for_metric(server, "holdall_requests_in_flight", 2)  # the other one is the question itself
        server.process.terminate()
        _wait_until_refused(server.base_url)
        wire.send_raw(body[10:])
        assert wire.read()[0] == 201
        assert server.process.wait(30) == 0
        wire.close()

    def test_a_request_that_never_ends_is_not_waited_for_beyond_the_limit(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command = [sys.executable, "-m", "holdall", "serve", "--dev", "--port", "0", "--data", str(tmp_path / "data")]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "HOLDALL_SHUTDOWN_GRACE": "1"}
        )
        assert process.stdout is not None
        wire = Wire(process.stdout.readline().split()[4])
        wire.send("POST", "/2.0/folders", b"{", content_length="100", authorization=TOKEN)
        process.terminate()
        assert process.wait(30) is not None
        assert wire.is_closed()
        process.stdout.close()

    def test_workers_end_when_the_process_that_watches_them_is_killed(self, tmp_path: Path) -> None:
        server = start_server(tmp_path / "data")
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        _wait_until_refused(server.base_url)
        with start_server(tmp_path / "data") as again:
            assert ask(again.base_url, "GET", "/readyz")[0] == 200

    def test_a_server_that_is_told_to_stop_many_times_at_once_stops(self, tmp_path: Path) -> None:
        server = start_server(tmp_path / "data")
        for _ in range(20):
            server.process.send_signal(signal.SIGTERM)
            server.process.send_signal(signal.SIGINT)
        assert server.process.wait(30) == 0

    def test_ctrl_c_reaches_every_process_of_a_terminal_and_the_server_stops_once(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "holdall", "serve", "--port", "0", "--data", str(tmp_path), "--workers", "2"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout is not None
        process.stdout.readline()  # it answers
        for _ in range(3):
            os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 0
        process.stdout.close()

    def test_a_server_of_tests_ends_when_they_were_killed(self, tmp_path: Path) -> None:
        starter = "import sys, time; from pathlib import Path; from holdall.testing import start_server\n"
        starter += f"print(start_server(Path({str(tmp_path / 'data')!r})).base_url, flush=True); time.sleep(600)"
        process = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        assert ask(base_url, "GET", "/healthz")[0] == 200
        process.kill()
        process.wait()
        process.stdout.close()
        _wait_until_refused(base_url)


class TestWorkers:
    def test_several_processes_share_one_sqlite_file_and_their_metrics(self, tmp_path: Path) -> None:
        _seed(tmp_path / "data")
        with start_server(tmp_path / "data", "--workers", "2", dev=False) as server:
            statuses: list[int] = []

            def make_folders(thread: int) -> None:
                for number in range(10):
                    body = msgspec.json.encode({"name": f"{thread}-{number}", "parent": {"id": "0"}})
                    statuses.append(ask(server.base_url, "POST", "/2.0/folders", body, authorization=TOKEN)[0])

            threads = [threading.Thread(target=make_folders, args=(thread,)) for thread in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert statuses == [201] * 40
            listing = ask(server.base_url, "GET", "/2.0/folders/0/items?limit=100", authorization=TOKEN)[2]
            assert msgspec.json.decode(listing)["total_count"] == 41
            metrics = ask(server.base_url, "GET", "/metrics")[2].decode()
            assert 'holdall_requests_total{operation="post_folders",status="201"} 40.0' in metrics

    def test_a_worker_that_dies_is_replaced(self, tmp_path: Path) -> None:
        with start_server(tmp_path / "data") as server:
            children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
            os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
            _wait_until_refused(server.base_url)
            for _ in range(1000):
                try:
                    status = ask(server.base_url, "GET", "/2.0/users/me", authorization=TOKEN)[0]
                    break
                except (OSError, EOFError):
                    time.sleep(0.01)
            assert status == 200


class TestTls:
    def test_https_is_spoken_with_a_certificate(self, tmp_path: Path) -> None:
        cert, key = _certificate(tmp_path)
        with start_server(tmp_path / "data", "--tls-cert", str(cert), "--tls-key", str(key)) as server:
            assert server.base_url.startswith("https://127.0.0.1:")
            context = ssl.create_default_context(cafile=str(cert))
            port = int(server.base_url.rpartition(":")[2])
            with (
                socket.create_connection(("127.0.0.1", port), timeout=30) as plain,
                context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
            ):
                secure.sendall(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
                answer = secure.makefile("rb").read()
            assert answer.startswith(b"HTTP/1.1 200")
            assert b"strict-transport-security: max-age=31536000" in answer


class TestLog:
    def test_a_request_is_one_line_with_its_facts(self, server: RunningServer) -> None:
        _, headers, _ = ask(server.base_url, "GET", "/2.0/folders/0", authorization=TOKEN)
        request_id = headers["box-request-id"]
        line = _line_with(request_id, log_of(server, until=request_id))
        assert set(line) == {
            "time", "level", "request_id", "operation", "method", "status", "ms", "enterprise", "user", "event",
        }  # fmt: skip
        assert (line["operation"], line["status"], line["enterprise"], line["user"]) == (
            "get_folders_id",
            200,
            100,
            101,
        )

    def test_it_never_tells_a_secret_a_query_or_a_name(self, server: RunningServer) -> None:
        form = "grant_type=client_credentials&client_id=demo-client-id&client_secret=demo-client-secret"
        subject = "&box_subject_type=enterprise&box_subject_id=100"
        kind = "application/x-www-form-urlencoded"
        _, _, answer = ask(server.base_url, "POST", "/oauth2/token", (form + subject).encode(), content_type=kind)
        token = msgspec.json.decode(answer)["access_token"]
        wrong = form.replace("demo-client-secret", "wrong-hush-secret") + subject
        ask(server.base_url, "POST", "/oauth2/token", wrong.encode(), content_type=kind)
        body = b'{"name": "hush-name", "parent": {"id": "0"}}'
        ask(server.base_url, "POST", "/2.0/folders?fields=hush-query", body, authorization=f"Bearer {token}")
        ask(server.base_url, "GET", "/2.0/folders/hush-path?access_token=hush-query", authorization="Bearer hush-token")
        ask(server.base_url, "POST", "/2.0/folders", b'{"hush-json', authorization=TOKEN)
        _, headers, _ = ask(server.base_url, "GET", "/2.0/hush-path", authorization=TOKEN)
        text = log_of(server, until=headers["box-request-id"])
        assert [word for word in (token, "hush", "demo-client-secret", "demo-admin") if word in text] == []

    def test_probes_do_not_fill_it(self, server: RunningServer) -> None:
        for path in ("/healthz", "/readyz", "/metrics"):
            ask(server.base_url, "GET", path)
        _, headers, _ = ask(server.base_url, "GET", "/nothing")
        assert "healthz" not in log_of(server, until=headers["box-request-id"])


def _seed(data: Path) -> None:
    """Put the demo seed into a data folder, for a server that takes no seed."""
    start_server(data).stop()


def _line_with(request_id: str, log: str) -> dict[str, Any]:
    line = next(line for line in log.splitlines() if request_id in line)
    fields: dict[str, Any] = msgspec.json.decode(line)
    return fields


def _wait_for_metric(server: RunningServer, name: str, value: float) -> None:
    for _ in range(500):
        if f"\n{name} {value:.1f}\n" in ask(server.base_url, "GET", "/metrics")[2].decode():
            return
        time.sleep(0.01)
    raise AssertionError(f"{name} never was {value}")


def _wait_until_refused(base_url: str) -> None:
    for _ in range(1000):
        try:
            ask(base_url, "GET", "/healthz")
        except (OSError, EOFError):
            return
        time.sleep(0.01)
    raise AssertionError("the server still answers")


def _certificate(folder: Path) -> tuple[Path, Path]:
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"
