"""Work done at the same time in a process of its own."""

from __future__ import annotations

import marshal
import os
import resource
from collections.abc import Callable
from typing import Any, NoReturn

from scoring.parsing.scanning import Bounds, Fault


def beside(work: Callable[[], Any], bounds: Bounds) -> Callable[[], Any]:
    """Begin this work, and give what waits for its result, which must be of plain values; or raises its ``Fault``."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.close(reading)
        _work_and_end(work, bounds, writing)
    os.close(writing)
    return lambda: _result(child, reading)


def _work_and_end(work: Callable[[], Any], bounds: Bounds, out: int) -> NoReturn:
    """Whatever happens, this copy of the program goes no further."""
    try:
        os.closerange(0, 2)  # whoever reads what the program says must see at once that it was ended
        resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds))  # what began it may end before
        with os.fdopen(out, "wb") as pipe:
            marshal.dump(_outcome(work), pipe)
        os._exit(0)
    finally:
        os._exit(1)


def _outcome(work: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, work()
    except Fault as fault:
        return False, fault.args
    except MemoryError:
        return False, ("too_large",)


def _result(child: int, out: int) -> Any:
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise Fault("too_large" if os.WIFSIGNALED(status) else "damaged")  # the parser aborts at its limit of memory
    done, result = marshal.loads(said)  # noqa: S302 - from ourselves
    if not done:
        raise Fault(*result)
    return result
