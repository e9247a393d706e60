"""What tests share: a client that speaks the contract, and servers to point it at."""
