"""A Dask cluster, on this machine or over TLS on others."""

from __future__ import annotations

import importlib
import ipaddress
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.parallel.running import Closing, Executor, Task, Work, WorkerLostError


def cluster(address: str, *, patience: float = 10.0) -> Executor:
    """A Dask cluster by the address of its scheduler, ``tls://host:port``; on this machine also ``tcp://``.

    Raises ``WaymarkError`` for an address off this machine without TLS, or where no scheduler answers within so many
    seconds.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme != "tls" and not _is_loopback(parts.hostname or ""):
        raise _cluster_error(address, N_("Workers on other machines are reached by TLS only: tls://host:port."))
    return _Cluster(address, importlib.import_module("distributed"), patience)  # takes a second: only where it is used


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _cluster_error(address: str, text: str) -> WaymarkError:
    return WaymarkError([Problem(address, Message(text))])


class _Cluster(Closing):
    def __init__(self, address: str, distributed: Any, patience: float) -> None:
        self.address, self.distributed = address, distributed
        try:
            self.client = distributed.Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _cluster_error(address, N_("No Dask scheduler answers here. Check the address.")) from error
        self.workers = max(1, sum(self.client.nthreads().values()))

    def submit(self, work: Work, items: list[Any]) -> Task:
        # Not pure, or equal chunks would be one; no retries, or a poisonous chunk would kill several workers more.
        return _ClusterTask(self.client.submit(work, items, pure=False, retries=0), self)

    def close(self) -> None:
        self.client.close()


@dataclass(frozen=True)
class _ClusterTask:
    future: Any
    executor: _Cluster

    def result(self) -> list[Any]:
        try:
            results: list[Any] = self.future.result()
            return results
        except (self.executor.distributed.KilledWorker, CancelledError) as error:
            if self.executor.client.status != "running":
                raise _cluster_error(
                    self.executor.address, N_("The Dask scheduler does not answer any more.")
                ) from error
            raise WorkerLostError from error

    def is_done(self) -> bool:
        return bool(self.future.status == "finished")

    def cancel(self) -> None:
        self.future.cancel()
