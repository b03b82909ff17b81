"""Run every benchmark, one after the other: `make bench`."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks


def main() -> None:
    for module in sorted(
        info.name for info in pkgutil.iter_modules(benchmarks.__path__) if info.name.startswith("bench_")
    ):
        importlib.import_module(f"benchmarks.{module}").main()


if __name__ == "__main__":
    main()
