"""The same job written the straightforward way: what Winnow is measured against.

One Celery task an article, the article in the message, trafilatura for HTML, a heading search for plain text, TF-IDF
and logistic regression one comment at a time, one commit an article. It runs in the peers' environment:

    python -m benchmarks.throughput.reference MODEL      # train, once
    celery -A benchmarks.throughput.reference worker     # with REFERENCE_MODEL, REFERENCE_DB, REFERENCE_BROKER
"""

import os
import re
import sqlite3
import sys
from random import Random
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from benchmarks.throughput.documents import Writer

TRAINING_COMMENTS = 12_000
HEADING = re.compile(r"^(\d{1,6} )?comments?:?$", re.IGNORECASE | re.MULTILINE)
SCHEMA = """
pragma journal_mode=wal;
create table if not exists article(id text primary key, body text);
create table if not exists comment(article text, n int, text text, spam real, primary key(article, n));
"""

app = Celery("reference", broker=os.environ.get("REFERENCE_BROKER", "memory://"))  # noqa: TID251 - a peer, not Winnow
app.conf.update(task_ignore_result=True, task_acks_late=True, worker_hijack_root_logger=False)
state: dict[str, Any] = {}


@worker_process_init.connect
def load(**_: Any) -> None:
    import joblib  # noqa: PLC0415, TID251

    state["model"] = joblib.load(os.environ["REFERENCE_MODEL"])  # noqa: TID251
    state["db"] = sqlite3.connect(os.environ["REFERENCE_DB"], timeout=30)  # noqa: TID251


def separate(envelope: dict[str, Any]) -> tuple[str, list[str]]:
    if envelope.get("html"):
        import trafilatura  # noqa: PLC0415

        found = trafilatura.bare_extraction(envelope["html"], include_comments=True, with_metadata=False)
        if found is None:
            return "", []
        return found.text or "", [line for line in (found.comments or "").split("\n") if line.strip()]
    text = envelope["text"]
    at = HEADING.search(text)
    if at is None:
        return text, []
    return text[: at.start()], [part.strip() for part in re.split(r"\n\n", text[at.end() :]) if part.strip()]


@app.task(name="reference.article")
def article(envelope: dict[str, Any]) -> None:
    body, comments = separate(envelope)
    db = state["db"]
    for number, comment in enumerate(comments):
        spam = float(state["model"].predict_proba([comment])[0, 1])
        db.execute("insert or replace into comment values (?,?,?,?)", (envelope["id"], number, comment, spam))
    db.execute("insert or replace into article values (?,?)", (envelope["id"], body))
    db.commit()


def train(path: str) -> None:
    import joblib  # noqa: PLC0415, TID251
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    writer = Writer(Random("reference"))
    texts = [writer.remark(30).text for _ in range(TRAINING_COMMENTS)]
    words = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, max_features=300_000, sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(C=10, max_iter=300, class_weight="balanced"))
    model.fit(texts, ["http://" in text for text in texts])
    joblib.dump(model, path)


if __name__ == "__main__":
    train(sys.argv[1])
