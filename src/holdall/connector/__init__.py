"""The client of the contract: every Box operation by name, against Box itself or Holdall.

It never imports the platform, so that it can be installed and trusted alone.
"""

from msgspec import UNSET

from holdall.connector.blocking import BlockingBox
from holdall.connector.box import Box, Settings
from holdall.connector.content import BlockingContent, Content
from holdall.connector.errors import ArgumentError, BoxError, Kind, Retry
from holdall.connector.hosts import Hosts
from holdall.connector.naming import method_name, operation_names
from holdall.connector.pacing import Limit, Pace
from holdall.connector.render import RenderSettings, render
from holdall.connector.request import FileContent, Request
from holdall.connector.retry import RetryPolicy
from holdall.connector.signature import Argument, Signature, find, signature
from holdall.connector.transport import Timeouts

__all__ = [
    "UNSET",
    "Argument",
    "ArgumentError",
    "BlockingBox",
    "BlockingContent",
    "Box",
    "BoxError",
    "Content",
    "FileContent",
    "Hosts",
    "Kind",
    "Limit",
    "Pace",
    "RenderSettings",
    "Request",
    "Retry",
    "RetryPolicy",
    "Settings",
    "Signature",
    "Timeouts",
    "find",
    "method_name",
    "operation_names",
    "render",
    "signature",
]
