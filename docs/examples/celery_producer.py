"""Submit JSON Lines to Winnow from any Celery application: celery_producer.py BROKER_URL < articles.jsonl"""

import json
import sys

from celery import Celery

# An application of your own has its broker, and needs this option for Winnow's queue; it changes where the
# application's other queues are kept too, so give Winnow an app of its own beside it.
winnow = Celery(broker=sys.argv[1], broker_transport_options={"global_keyprefix": "winnow:"})

for line in sys.stdin:
    winnow.send_task("winnow.submit", args=[json.loads(line)], queue="winnow.submit", ignore_result=True)
