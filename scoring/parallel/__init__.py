"""Running a function over chunks of items on several processes: in order, a bounded number at a time, losing nothing.

The only place that names ``concurrent.futures`` or ``dask``. The function must have no effects, since after the death
of a worker it runs again on the same items; it and its items and results must be picklable.

    with local(workers=2) as executor:
        for results in run(score_firms, chunks, executor):
            ...
"""

from scoring.parallel.cluster import cluster
from scoring.parallel.processes import beside, local
from scoring.parallel.running import Executor, Failed, WorkerLostError, run

__all__ = ["Executor", "Failed", "WorkerLostError", "beside", "cluster", "local", "run"]
