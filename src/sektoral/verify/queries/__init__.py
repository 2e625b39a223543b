"""What the public may know: the registry with its verdicts, a document's page, the comparison of a copy."""
