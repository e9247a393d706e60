"""The whole contract for agents, by the Model Context Protocol: three tools instead of hundreds.

It needs the `mcp` extra; `holdall mcp` runs it.
"""

from holdall.connector.mcp.audit import AuditLog
from holdall.connector.mcp.keys import Keys
from holdall.connector.mcp.policy import Policy
from holdall.connector.mcp.server import AgentSettings, make_server

__all__ = ["AgentSettings", "AuditLog", "Keys", "Policy", "make_server"]
