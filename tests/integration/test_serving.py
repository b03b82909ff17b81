"""``serve`` starts web and worker together, says where, and stops them together."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO

import psutil
import pytest

START = "import sys; from survey.serving import serve; sys.exit(serve('127.0.0.1', {port}, 1))"
PATIENCE = 60


class Served:
    """A running ``serve``; it is killed when the test takes too long, so that no read waits for ever."""

    def __init__(self, data_dir: Path, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-c", START.format(port=port)],
            env=os.environ | {"WAYMARK_DATA_DIR": str(data_dir)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.guard = Timer(PATIENCE, self.process.kill)
        self.guard.start()

    def read(self, pattern: str, stream: IO[str] | None) -> str:
        """What the stream says up to the line with the pattern."""
        assert stream is not None
        said = ""
        for line in stream:
            said += line
            if re.search(pattern, line):
                return said
        pytest.fail(f"{pattern} was never said, but: {said}")

    def log(self, pattern: str = "") -> str:
        """The log up to the line with the pattern; without one, up to its end."""
        return self.read(pattern, self.process.stderr) if pattern else str(self.process.stderr.read())

    @property
    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, module: str) -> psutil.Process:
        """The process right below that runs this module."""
        return next(one for one in psutil.Process(self.process.pid).children() if module in one.cmdline())

    def end(self) -> None:
        self.guard.cancel()
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    try:
        yield served
    finally:
        served.end()


@pytest.fixture
def address(served: Served) -> str:
    """Where it says that it is ready."""
    greeting = served.read("ready", served.process.stdout)
    return greeting.split()[-1]


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:  # noqa: S310 - http only
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def believes_to_be_https(address: str) -> bool:
    """Whether a header that anybody can send is taken for a proxy's word, though no proxy is trusted."""
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 - http only
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - http only
        return "Strict-Transport-Security" in response.headers


def all_gone(family: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(family, timeout=PATIENCE)[1]


def test_pages_come_the_worker_works_and_a_signal_stops_both(served: Served, address: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
    assert get(f"{address}/healthz") == (200, "ok")
    get(f"{address}/r/a-secret-token")
    assert not believes_to_be_https(address)
    family = served.family
    served.process.terminate()
    log = served.log()
    assert served.process.wait() == 0
    assert all_gone(family)
    for line in ("worker ready", "purged 0 assessments", '"GET /r/…" 404', "worker stopped"):
        assert line in log
    assert "a-secret-token" not in log
    assert "Traceback" not in log


def test_the_first_administrator_is_greeted_with_a_link(served: Served, address: str) -> None:
    greeting = served.read("/account/set/", served.process.stdout)
    assert "Nobody has an account yet" in greeting
    link = greeting.split()[-1]
    assert link.startswith(address)
    status, page = get(link)
    assert (status, "Welcome to your Waymark" in page) == (200, True)
    served.process.terminate()
    assert link.rsplit("/", 1)[1] not in served.log()


def test_ctrl_c_while_starting_is_no_error(served: Served) -> None:
    served.log("worker ready")
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait() == 0


@pytest.mark.parametrize("victim", ["gunicorn", "survey.jobs"])
def test_if_one_dies_the_other_ends_and_that_is_an_error(served: Served, address: str, victim: str) -> None:
    family = served.family
    served.child(victim).kill()
    assert served.process.wait() == 1
    assert all_gone(family)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_no_orphans_hold_the_port(served: Served, address: str) -> None:
    family = served.family
    served.process.kill()
    assert all_gone(family)


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        served = Served(tmp_path, port)
        try:
            served.log(f"cannot listen on 127.0.0.1:{port}")
            assert served.process.wait() != 0
        finally:
            served.end()
