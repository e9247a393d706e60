"""The client of the contract, from arguments to what is on the wire."""
