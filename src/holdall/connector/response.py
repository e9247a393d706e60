"""One answer read from a socket that blocks; the parser is httptools'."""

import socket

from httptools import HttpResponseParser

_PIECE = 64 * 1024
"""How many bytes are taken from the socket at most at once."""


class Response:
    """An answer on its way: `read_head`, then `read` or `read_some` until there is no more.

    Reading raises OSError where the connection breaks or the time is over, and HttpParserError for what is no HTTP.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._parser: HttpResponseParser | None = HttpResponseParser(self)
        self._pieces: list[bytes] = []
        self._has_head = False
        self._has_ended = False
        self._is_kept = False
        self.status = 0
        self.headers: dict[str, str] = {}

    @property
    def leaves_connection(self) -> bool:
        """Whether the connection can be used again: everything was read, and the server keeps it."""
        return self._has_ended and self._is_kept and not self._pieces

    def read_head(self) -> None:
        """Wait for the status and the headers."""
        while not self._has_head:
            self._receive()

    def read(self) -> bytes:
        """The body."""
        while not self._has_ended:
            self._receive()
        return self._take()

    def read_some(self) -> bytes:
        """Some of the body; nothing at its end."""
        while not self._pieces and not self._has_ended:
            self._receive()
        return self._take()

    def _take(self) -> bytes:
        if self._has_ended:
            self._parser = None  # it holds this answer as this answer holds it
        pieces, self._pieces = self._pieces, []
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _receive(self) -> None:
        data = self._socket.recv(_PIECE)
        assert self._parser is not None, "an answer has one end"
        if data:
            self._parser.feed_data(data)
        elif self._has_head and self._ends_with_connection():
            self._has_ended = True
        else:
            raise ConnectionError("the server closed the connection before the end of its answer")

    def _ends_with_connection(self) -> bool:
        return not self.headers.keys() & {"content-length", "transfer-encoding"}

    def on_message_begin(self) -> None:
        """Begin an answer; one behind the other is nothing that was asked for."""
        if self._has_ended:
            self._is_kept = False
        else:
            self.headers = {}

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; servers write UTF-8."""
        self.headers[name.decode("latin-1").lower()] = value.decode(errors="surrogateescape")

    def on_headers_complete(self) -> None:
        """Note the status, unless it is only an interim one."""
        assert self._parser is not None, "an answer has one end"
        status = self._parser.get_status_code()
        if status >= 200 and not self._has_head:
            self.status, self._has_head, self._is_kept = status, True, self._parser.should_keep_alive()

    def on_body(self, piece: bytes) -> None:
        """Keep a piece of the body."""
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        """Note the end."""
        self._has_ended = self._has_head
