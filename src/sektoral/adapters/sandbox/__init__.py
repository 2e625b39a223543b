"""The sandbox: a limited child process that alone opens what agencies upload. Nothing in here imports Django."""
