"""`python -m holdall` is the holdall command."""

from holdall.cli import main

main()
