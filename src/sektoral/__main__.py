"""`python -m sektoral` is the same as the command `sektoral`."""

import sys

from sektoral.project.cli import main

if __name__ == "__main__":
    sys.exit(main())
