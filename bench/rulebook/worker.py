"""One engine in a process of its own: `python -m bench.rulebook.worker ENGINE FILE`.

For every line it is sent it judges once and answers with one line of JSON. It says what was
reckoned once, in the first answer; and the most memory it ever held.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench.rulebook.memory import peak_mb

# Each module is loaded by its own process only: openfisca-core needs nothing of ours but numpy.
ENGINES = {
    "ours": "bench.rulebook.ten.ours:Ours",
    "numpy": "bench.rulebook.ten.with_numpy:ByNumpy",
    "polars": "bench.rulebook.ten.with_polars:ByPolars",
    "openfisca": "bench.rulebook.ten.with_openfisca:ByOpenFisca",
    "spark": "bench.rulebook.ten.on_spark:OnSpark",
    "sweep": "bench.rulebook.whole:Sweep",
    "verdicts": "bench.rulebook.whole:Verdicts",
}


def _engine(name: str) -> Any:
    module, _, kind = ENGINES[name].partition(":")
    return getattr(importlib.import_module(module), kind)()


def main(name: str, path: Path) -> None:
    """Reads, then judges as often as it is asked."""
    engine, begun = _engine(name), time.perf_counter()
    engine.read(path)
    answer: dict[str, Any] = {"read": time.perf_counter() - begun}
    print(json.dumps(answer), flush=True)
    for line in sys.stdin:
        begun = time.perf_counter()
        result = engine.judge()
        answer = {"seconds": time.perf_counter() - begun, "peak_mb": peak_mb(os.getpid())}
        if line.strip() == "sums":
            answer["sums"] = engine.sums(result)
        del result
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
