"""The queue of files: what is waiting, what runs, how it is shown.

Gives: `file_queue.FileQueue`, `queue_view.QueueModel`.
May import the widgets, the language, `context`, `tasks` and `app.batch`; may be used by the pages.
"""
