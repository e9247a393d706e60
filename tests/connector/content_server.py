"""The content of a Box account in memory, as far as transfers need it: uploads, sessions, downloads, folders.

It answers for a `ScriptedServer`; a fault replaces the answer to a request, after it was carried out if it says so.
"""

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.connector.server import Received, Reply


@dataclass
class Session:
    size: int
    name: str
    folder_id: str
    file_id: str | None
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Fault:
    """Replaces the answer to the next requests that match; `carried_out` tells whether they take effect."""

    method: str
    path: str
    reply: Reply
    carried_out: bool = False
    times: int = 1


def error(status: int, code: str, **context: Any) -> Reply:
    return Reply(status, json={"type": "error", "status": status, "code": code, "context_info": context})


class ContentServer:
    """Files by id, each a list of contents, the last one current."""

    def __init__(self, part_size: int = 1000) -> None:
        self.files: dict[str, list[bytes]] = {}
        self.names: dict[str, tuple[str, str]] = {}
        self.attributes: dict[str, dict[str, Any]] = {}
        self.folders: dict[str, list[dict[str, Any]]] = {}
        self.sessions: dict[str, Session] = {}
        self.aborted: list[str] = []
        self.commits = 0
        self.etags = False
        self.part_size = part_size
        self.faults: list[Fault] = []
        self.sent: list[tuple[str, str]] = []
        self._ids = itertools.count(100)
        self._routes: list[tuple[str, str, Callable[..., Reply]]] = [
            ("POST", r"/api/2.0/files/content", self._upload),
            ("POST", r"/api/2.0/files/(\w+)/content", self._upload_version),
            ("OPTIONS", r"/2.0/files/content", self._preflight),
            ("POST", r"/api/2.0/files/upload_sessions", self._open),
            ("POST", r"/api/2.0/files/(\w+)/upload_sessions", self._open),
            ("GET", r"/api/2.0/files/upload_sessions/(\w+)", self._session),
            ("PUT", r"/api/2.0/files/upload_sessions/(\w+)", self._part),
            ("GET", r"/api/2.0/files/upload_sessions/(\w+)/parts", self._parts),
            ("POST", r"/api/2.0/files/upload_sessions/(\w+)/commit", self._commit),
            ("DELETE", r"/api/2.0/files/upload_sessions/(\w+)", self._abort),
            ("GET", r"/2.0/files/(\w+)", self._file),
            ("GET", r"/2.0/files/(\w+)/versions/(\w+)", self._version),
            ("GET", r"/2.0/files/(\w+)/content", self._redirect),
            ("GET", r"/signed/(\w+)/(\w+)", self._content),
            ("GET", r"/2.0/folders/(\w+)/items", self._items),
        ]

    def __call__(self, received: Received) -> Reply:
        path = urlsplit(received.target).path
        self.sent.append((received.method, path))
        fault = next((one for one in self.faults if one.method == received.method and re.search(one.path, path)), None)
        if fault is None:
            return self._answer(received, path)
        fault.times -= 1
        if fault.times == 0:
            self.faults.remove(fault)
        if fault.carried_out:
            self._answer(received, path)
        return fault.reply

    def add_file(self, content: bytes, name: str = "f", folder_id: str = "0") -> str:
        identifier = str(next(self._ids))
        self.files[identifier] = [content]
        self.names[identifier] = (name, folder_id)
        return identifier

    def count(self, method: str, path: str) -> int:
        """How many requests matched."""
        return len([1 for sent_method, sent_path in self.sent if sent_method == method and re.search(path, sent_path)])

    def _answer(self, received: Received, path: str) -> Reply:
        for method, pattern, handler in self._routes:
            found = re.fullmatch(pattern, path)
            if found and method == received.method:
                return handler(received, *found.groups())
        return error(404, "not_found")

    def _record(self, identifier: str) -> dict[str, Any]:
        contents, (name, folder_id) = self.files[identifier], self.names[identifier]
        sha1 = hashlib.sha1(contents[-1]).hexdigest()
        version = {"type": "file_version", "id": f"v{len(contents) - 1}"}
        record = {"type": "file", "id": identifier, "name": name, "size": len(contents[-1]), "sha1": sha1}
        return {**record, "file_version": version, "parent": {"id": folder_id}}

    def _taken(self, name: str, folder_id: str) -> Reply | None:
        for identifier, place in self.names.items():
            if place == (name, folder_id):
                return error(409, "item_name_in_use", conflicts=self._record(identifier))
        return None

    def _form(self, received: Received) -> tuple[dict[str, Any], bytes] | Reply:
        head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
        payload: Any = message_from_bytes(head + received.body).get_payload()
        attributes, content = json.loads(payload[0].get_payload()), payload[1].get_payload(decode=True)
        if received.headers["content-md5"] != hashlib.sha1(content).hexdigest():
            return error(400, "bad_digest")
        return attributes, content

    def _upload(self, received: Received) -> Reply:
        form = self._form(received)
        if isinstance(form, Reply):
            return form
        attributes, content = form
        taken = self._taken(attributes["name"], attributes["parent"]["id"])
        if taken:
            return taken
        identifier = self.add_file(content, attributes["name"], attributes["parent"]["id"])
        self.attributes[identifier] = attributes
        return Reply(201, json={"total_count": 1, "entries": [self._record(identifier)]})

    def _upload_version(self, received: Received, identifier: str) -> Reply:
        form = self._form(received)
        if isinstance(form, Reply):
            return form
        self.files[identifier].append(form[1])
        self.attributes[identifier] = form[0]
        return Reply(201, json={"total_count": 1, "entries": [self._record(identifier)]})

    def _preflight(self, received: Received) -> Reply:
        wanted = json.loads(received.body)
        return self._taken(wanted["name"], wanted["parent"]["id"]) or Reply(json={"upload_url": "http://upload"})

    def _open(self, received: Received, file_id: str | None = None) -> Reply:
        body = json.loads(received.body)
        taken = None if file_id else self._taken(body["file_name"], body["folder_id"])
        if taken:
            return taken
        identifier = f"S{next(self._ids)}"
        self.sessions[identifier] = Session(body["file_size"], body["file_name"], body.get("folder_id", ""), file_id)
        return Reply(201, json=self._session_record(identifier))

    def _session_record(self, identifier: str) -> dict[str, Any]:
        session = self.sessions[identifier]
        return {"id": identifier, "part_size": self.part_size, "num_parts_processed": len(session.parts)}

    def _session(self, received: Received, identifier: str) -> Reply:
        known = identifier in self.sessions
        return Reply(json=self._session_record(identifier)) if known else error(404, "not_found")

    def _part_record(self, place: int, content: bytes) -> dict[str, Any]:
        sha1 = hashlib.sha1(content).hexdigest()
        return {"part_id": f"P{place}", "offset": place, "size": len(content), "sha1": sha1}

    def _part(self, received: Received, identifier: str) -> Reply:
        session = self.sessions[identifier]
        place, end, total = map(int, re.findall(r"\d+", received.headers["content-range"]))
        if place in session.parts:
            return error(409, "range_overlaps_existing_range")
        digest = "sha=" + base64.b64encode(hashlib.sha1(received.body).digest()).decode()
        if received.headers["digest"] != digest or end - place + 1 != len(received.body) or total != session.size:
            return error(400, "bad_digest")
        session.parts[place] = received.body
        return Reply(json={"part": self._part_record(place, received.body)})

    def _parts(self, received: Received, identifier: str) -> Reply:
        query = parse_qs(urlsplit(received.target).query)
        offset, limit = int(query.get("offset", ["0"])[0]), 2
        records = [self._part_record(*item) for item in sorted(self.sessions[identifier].parts.items())]
        page = records[offset : offset + limit]
        return Reply(json={"entries": page, "offset": offset, "limit": limit, "total_count": len(records)})

    def _commit(self, received: Received, identifier: str) -> Reply:
        if identifier not in self.sessions:
            return error(404, "not_found")
        session, body = self.sessions[identifier], json.loads(received.body)
        content = b"".join(session.parts[part["offset"]] for part in body["parts"])
        digest = "sha=" + base64.b64encode(hashlib.sha1(content).digest()).decode()
        if received.headers["digest"] != digest or len(content) != session.size:
            return error(400, "parts_mismatch")
        self.commits += 1
        del self.sessions[identifier]
        if session.file_id is not None:
            self.files[session.file_id].append(content)
            made = session.file_id
        else:
            made = self.add_file(content, session.name, session.folder_id)
        self.attributes[made] = body.get("attributes", {})
        return Reply(201, json={"total_count": 1, "entries": [self._record(made)]})

    def _abort(self, received: Received, identifier: str) -> Reply:
        self.aborted.append(identifier)
        self.sessions.pop(identifier, None)
        return Reply(204)

    def _file(self, received: Received, identifier: str) -> Reply:
        return Reply(json=self._record(identifier)) if identifier in self.files else error(404, "not_found")

    def _version(self, received: Received, identifier: str, version: str) -> Reply:
        content = self.files[identifier][int(version[1:])]
        return Reply(json={"id": version, "size": len(content), "sha1": hashlib.sha1(content).hexdigest()})

    def _redirect(self, received: Received, identifier: str) -> Reply:
        current = f"v{len(self.files[identifier]) - 1}"
        version = parse_qs(urlsplit(received.target).query).get("version", [current])[0]
        return Reply(302, headers={"Location": f"/signed/{identifier}/{version}"})

    def _content(self, received: Received, identifier: str, version: str) -> Reply:
        content = self.files[identifier][int(version[1:])]
        if "range" not in received.headers:
            etag = {"ETag": f'"{hashlib.sha1(content).hexdigest()}"'} if self.etags else {}
            return Reply(body=content, headers=etag)
        start, end = map(int, re.findall(r"\d+", received.headers["range"]))
        told = {"Content-Range": f"bytes {start}-{end}/{len(content)}"}
        return Reply(206, body=content[start : end + 1], headers=told)

    def _items(self, received: Received, identifier: str) -> Reply:
        if identifier not in self.folders:
            return error(404, "not_found")
        query = {name: values[0] for name, values in parse_qs(urlsplit(received.target).query).items()}
        start, items = int(query.get("marker", "0")), self.folders[identifier]
        limit = min(3, int(query["limit"]))
        following = str(start + limit) if start + limit < len(items) else None
        return Reply(json={"entries": items[start : start + limit], "limit": limit, "next_marker": following})
