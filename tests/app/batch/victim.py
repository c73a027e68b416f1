"""A batch in a process of its own, to be killed: `python -m tests.app.batch.victim IN OUT DELAY LOG`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from app.batch import BatchJob
from tests.app.batch.words import make


def main() -> None:
    source, out, delay, log = sys.argv[1:]
    job = BatchJob(
        [Path(source)], Path(out), source="tr", resume=True, workers=2, bilingual=["tmx"],
        factory=partial(make, delay=float(delay), log=log),
    )  # fmt: skip
    sys.exit(job.run().exit_code)


if __name__ == "__main__":
    main()
