"""The command that takes figures: what it prints and when it fails. The figures themselves are in benchmarks/."""
