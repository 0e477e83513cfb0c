"""`python -m cpr_desk`: no arguments opens the window, a command runs it."""

import sys

from cpr_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
