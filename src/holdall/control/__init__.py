"""The control plane of a development server: /_control resets, seeds, takes snapshots, moves the clock, injects faults.

It exists only where it is switched on, in a server of one process, and answers this machine alone unless told otherwise.
"""

from holdall.control.plane import ControlPlane, install

__all__ = ["ControlPlane", "install"]
