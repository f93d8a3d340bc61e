"""`python -m newsdesk` starts the desk; `python -m newsdesk --help` says what else it does."""

import sys

from newsdesk.launch import main

if __name__ == "__main__":
    sys.exit(main())
