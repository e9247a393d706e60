"""The documentation: written by people, except for what is below reference/operations, which build.py writes."""
