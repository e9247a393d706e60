"""curl commands and calls, both ways: a documented command understood, and any call as the command that makes it."""

from holdall.connector.curl.command import CurlCommand, CurlSyntaxError, parse_curl
from holdall.connector.curl.recognise import CurlCall, NotRecognised, recognise
from holdall.connector.curl.write import TOKEN_VARIABLE, write_curl

__all__ = [
    "TOKEN_VARIABLE",
    "CurlCall",
    "CurlCommand",
    "CurlSyntaxError",
    "NotRecognised",
    "parse_curl",
    "recognise",
    "write_curl",
]
