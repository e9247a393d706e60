"""`holdall box`: every operation of the contract as a command."""
