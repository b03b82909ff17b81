"""A worker for tests that kill it: the real one, but that its leases are soon over, so that nobody waits for them.

    python -m tests.faults.working FOLDER URL PROCESSES

No processes of its own (0): it makes reports itself, and is at it sooner.
"""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from pathlib import Path

from scoring.parallel import local
from survey.jobs.batches import work
from survey.jobs.worker import work_once
from survey.processes import end_with_parent
from survey.storage.app import storage_app
from tests.integration.databases import settings_for

LEASE = timedelta(seconds=2)


def main() -> None:
    folder, url, processes = sys.argv[1:]
    end_with_parent()
    app = storage_app(settings_for(Path(folder), url, batch_workers=int(processes) or None))
    if processes == "0":
        work.executor_of = lambda _settings: local(1)
    stop = threading.Event()

    def run_due() -> None:
        while work_once(app):
            pass

    batches = work.BatchWork(app, stop, run_due, lease=LEASE)
    while True:
        if not (work_once(app) or batches.turn()):
            stop.wait(0.1)


if __name__ == "__main__":
    main()
