"""The root of the holdall command: every group of verbs is registered here."""

import cyclopts

app = cyclopts.App(
    name="holdall",
    help="A content platform that speaks the Box API, a connector for it, and a migration service.",
)


def main() -> None:
    """Run the command and exit with its status."""
    app()
