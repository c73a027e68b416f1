"""Whole files and folders: planned, translated by parallel workers, journalled, resumed, reported.

    job = BatchJob(["texts", "letter.docx"], "translated", source="auto", target="en")
    report = job.run(progress=show, pause=pause, cancel=cancel)

`run` blocks; call it from a thread of its own. progress(Progress) is called from that thread whenever
something happened. `pause` and `cancel` are `threading.Event`s that any thread may set: while `pause` is set
nothing new is begun; `cancel` ends the run soon, everything finished is kept, and
`BatchJob(..., resume=True).run()` goes on exactly there, as it does after a kill or a power cut. The
`BatchReport` lists every file with its state; a bad file is in there as "failed" and does not end the batch.
Give `translator=` to share an `app.translation.translator.Translator` with the rest of the program instead
of starting worker processes. `BatchJob.plan()` looks without writing.

walk (which files) -> plan (formats, words, languages, targets) -> runner (units -> pool -> journal -> files)
-> report. `shard` splits a job between machines, `dask_runner` translates on a Dask cluster.

Gives: `job.BatchJob`, `report.BatchReport`, `progress.Progress`, `shard.Shard`.
May import `app.documents`, the translator and what it needs; may be used by the command line and the window's files.
"""

from app.batch.job import BatchJob, BatchPlan
from app.batch.plan import PlannedFile
from app.batch.progress import Progress
from app.batch.report import BatchReport, DoubtfulSentence, FileReport, merge_reports
from app.batch.shard import Shard

__all__ = [
    "BatchJob",
    "BatchPlan",
    "BatchReport",
    "DoubtfulSentence",
    "FileReport",
    "PlannedFile",
    "Progress",
    "Shard",
    "merge_reports",
]
