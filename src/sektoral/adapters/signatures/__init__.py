"""Electronic signatures on PDFs: the port every gateway stands behind, our own test authority, and the inspection."""
