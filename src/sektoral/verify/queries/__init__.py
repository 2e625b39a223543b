"""What the public may know: the registry with its verdicts, and the pages made of them."""
