"""The HTTP face of the platform: the gateway and one module per resource, an operation per function.

Handlers translate between the contract and the content room; rules live there, not here.
"""
