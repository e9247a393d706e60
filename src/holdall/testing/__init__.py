"""Holdall in other people's tests: a pytest plugin that starts a server once and gives each test an enterprise of its own.

The plugin is found by pytest by itself; docs/how-to/testing-with-holdall.md shows how to use it.
"""

from holdall.testing.control_client import ControlClient, ControlRefused
from holdall.testing.enterprise import TestEnterprise, TestUser
from holdall.testing.server import RunningServer, ServerFailed, start_server

__all__ = [
    "ControlClient",
    "ControlRefused",
    "RunningServer",
    "ServerFailed",
    "TestEnterprise",
    "TestUser",
    "start_server",
]
