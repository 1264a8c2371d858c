"""The process of the quarantine (``python -m worker.work.quarantined``): one article in, its outcome out."""

import os
import sys

from worker.settings import prepare_worker_process
from worker.work.confinement import confine, die_with_parent
from worker.work.pipeline import Separate, process
from worker.work.quarantine import OUT_OF_MEMORY, OUTCOME, READY, Request


def main(separate: Separate) -> None:
    """Load the model, say ready, take on the limits of the request, and answer with the article's outcome."""
    die_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    request = Request.model_validate_json(sys.stdin.buffer.read())
    prepare_worker_process()  # before NumPy is imported, which reads it then
    from classifiers.registry.versions import Registry  # noqa: PLC0415
    from worker.work.installed_models import champions_of  # noqa: PLC0415

    registry = Registry(request.model_dir, public_key=request.public_key)
    judge = champions_of(lambda: registry, most=1).current(request.article.owner)
    answers.write(READY)
    answers.flush()
    confine(time_s=request.time_limit_s, memory_bytes=request.memory_limit_bytes)
    try:
        (outcome,) = process([request.article], separate=separate, judge=judge)
        answers.write(OUTCOME.dump_json(outcome))
        answers.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)  # the interpreter's own end is not on the article's time


if __name__ == "__main__":
    from worker.separate import separate_together

    main(separate_together)
