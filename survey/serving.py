"""Serving: web processes and the worker together, started and stopped as one."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from survey.accounts.first import first_link
from survey.config import ConfigurationError, Settings
from survey.processes import end_with_parent
from survey.storage import migrations
from survey.storage.app import storage_app

WEB = ("gunicorn", "--config", "python:survey.gunicorn", "survey:create_app()")
WORKER = ("survey.jobs",)

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LOOK_SECONDS = 0.2
"""How often the two are looked after."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - asked for by the operator, not chosen here

Child = subprocess.Popen[bytes]


def serve(host: str, port: int, workers: int, *, say: Callable[[str], object] = print) -> int:
    """Migrate, then run web and worker until Ctrl-C or SIGTERM. The exit code: 0, or 1 if one of them died.

    Raises ``ConfigurationError`` where the settings are not safe or the address is taken.
    """
    settings = Settings()
    storage = storage_app(settings)
    migrations.upgrade(storage)
    asked = _asked_to_stop()
    with _listener(host, port) as listener:
        port = listener.getsockname()[1]
        web = _start(*WEB, "--bind", f"fd://{listener.fileno()}", "--workers", str(workers), share=[listener.fileno()])
    children = [web, _start(*WORKER)]
    if _answers(ANY.get(host, host), port, children, asked):
        say(_greeting(host, port, settings, first_link(storage)))
    while _all_run(children) and not asked.wait(LOOK_SECONDS):
        pass
    died = not _all_run(children)
    _stop(children)
    return 1 if died and not asked.is_set() else 0


def _asked_to_stop() -> threading.Event:
    """Set by Ctrl-C or SIGTERM."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    return asked


def _listener(host: str, port: int) -> socket.socket:
    """The socket that the web processes will share: taken here, so that a busy port is known before anything runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise ConfigurationError(
            f"Waymark cannot listen on {host}:{port} ({error.strerror or error}). "
            "Another program may use it; choose another one, for example with WAYMARK_PORT=8001."
        ) from error


def _start(*module: str, share: Sequence[int] = ()) -> Child:
    """A Python module as a process of its own session: a Ctrl-C in the terminal reaches us, and we stop it in turn."""
    command = [sys.executable, "-m", *module]
    return subprocess.Popen(  # noqa: S603 - our own modules
        command,
        pass_fds=share,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509 - before any thread
    )


def _answers(host: str, port: int, children: Sequence[Child], asked: threading.Event) -> bool:
    """Wait until a page comes; False if that will not happen."""
    deadline = time.monotonic() + START_SECONDS
    while _all_run(children) and time.monotonic() < deadline and not asked.wait(LOOK_SECONDS):
        connection = http.client.HTTPConnection(host, port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return True
        except OSError:
            continue
        finally:
            connection.close()
    return False


def _greeting(host: str, port: int, settings: Settings, link: str | None = None) -> str:
    """``link``: the path by which the first administrator begins, as long as nobody has an account."""
    shown = f"[{host}]" if ":" in host else host
    site = f"http://{shown}:{port}"
    lines = [f"Waymark is ready: {site}", "Ctrl-C stops it."]
    if link:
        lines.append("Nobody has an account yet. The first administrator begins here, within 24 hours:")
        lines.append(f"{settings.public_url or site}{link}")
    if host not in LOOPBACK and not settings.allow_plain_http:
        lines.append(
            "Other computers need HTTPS, by a proxy in front (WAYMARK_TRUSTED_PROXIES=1); "
            "in an office network without it, set WAYMARK_ALLOW_PLAIN_HTTP=true."
        )
    return "\n".join(lines)


def _all_run(children: Sequence[Child]) -> bool:
    return all(child.poll() is None for child in children)


def _stop(children: Sequence[Child]) -> None:
    """Ask the children to finish what they are doing, and end those that do not."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
