"""The child process that opens what others uploaded, with its limits; it never imports Django."""
