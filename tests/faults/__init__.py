"""What survives when the server's process is killed: nothing acknowledged is lost, nothing else is half there."""
