"""What people do with letters: draft, initial, send back, sign, void. One verb family a file."""
