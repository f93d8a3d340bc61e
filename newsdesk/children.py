"""The processes that the launcher starts: the servers and the worker.

Each is `python -m newsdesk.children ROLE LIFELINE …`. LIFELINE is the reading end of a pipe that
nobody writes to. It reaches its end when the launcher dies, however it dies, and so does the child.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from newsdesk.cannot_start import FULL, CannotStart, disk_full

GRACE_S = 3
"""How long a request or a job in hand may take to end when the desk stops."""
REFUSED = 2
"""The exit status of a child that has said in one sentence why it ends."""

CUT_SHORT = "timeout graceful shutdown exceeded"

CONNECTIONS = 1_000
KEEP_ALIVE_S = 20
JOBS_AT_ONCE = 4


def main() -> int:
    """Play the role named on the command line; return the exit status."""
    role, lifeline, *rest = sys.argv[1:]
    threading.Thread(target=_end_with, args=(int(lifeline),), daemon=True).start()
    try:
        match role, rest:
            case "server", [handle, done, seed]:
                prepare(lifeline, handle, int(done), seed=seed == "seed")
                serve(int(handle))
            case "server", [handle]:
                serve(int(handle))
            case "worker", []:
                work()
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except OSError as error:
        if error.errno not in FULL:
            raise
        print(disk_full(Path(os.environ["NEWSDESK_DATA"])), file=sys.stderr)
        return REFUSED
    return 0


def prepare(lifeline: str, handle: str, done: int, *, seed: bool) -> None:
    """Bring database and static files up to date, and write a byte to `done` once they are.

    The first server does this itself: to import everything a second time for it would double
    the time of a start.
    """
    from newsdesk import preparation

    changed = preparation.prepare(seed=seed)
    os.write(done, b".")
    os.close(done)
    if changed:  # what this process has read so far may be out of date: begin again as a server
        words = [sys.executable, "-m", "newsdesk.children", "server", lifeline, handle]
        os.execv(sys.executable, words)


def serve(handle: int) -> None:
    """Answer requests on the listening socket `handle` until asked to stop."""
    import uvicorn

    from newsdesk.http_limits import BoundedProtocol

    config = uvicorn.Config(
        "newsdesk.asgi:application",
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # Whom to believe about a visitor's address is the site's to say (TRUSTED_PROXIES): uvicorn
        # goes by the proxy's address, and would believe whatever a client says through it.
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    # A page with an event stream that is open when the desk stops is no fault to report.
    logging.getLogger("uvicorn.error").addFilter(lambda record: CUT_SHORT not in record.msg)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=handle)])


def work() -> None:
    """Do background jobs until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    # Unlike a page, a job may take its time; and it has connections of its own, not the pool's.
    os.environ |= {"NEWSDESK_STATEMENT_TIMEOUT_MS": "0", "NEWSDESK_DATABASE_POOL": "0"}
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from claims.tasks.stalled import BEAT_S, SILENT_S

    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as ours:
        ours.run_worker(
            concurrency=JOBS_AT_ONCE,
            shutdown_graceful_timeout=GRACE_S,
            delete_jobs="successful",
            update_heartbeat_interval=BEAT_S,
            stalled_worker_timeout=SILENT_S,
        )


def _end_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2 * GRACE_S)
    os.killpg(os.getpgid(0), signal.SIGKILL)  # a group of our own: this process and what it started


if __name__ == "__main__":
    sys.exit(main())
