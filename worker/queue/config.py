"""Celery, configured with care: every line answers something that was seen to lose or double work."""

from typing import Any, Final

from kombu.entity import Queue

from worker.queue.broker import Broker

# Only Winnow's own code writes to this queue; whoever consumes it processes.
PROCESS_QUEUE: Final = "winnow"
# Producers that speak Celery write here; a malformed message can stop only the worker that consumes it.
SUBMIT_QUEUE: Final = "winnow.submit"
PROCESS_TASK: Final = "winnow.process"
# An article's last attempt: it waits for a process of its own, so its time limits are others.
LAST_TASK: Final = "winnow.process_last"
SUBMIT_TASK: Final = "winnow.submit"
# Minutes of work: a worker of its own takes it, and no article waits behind it.
RETRAIN_QUEUE: Final = "winnow.retrain"
RETRAIN_TASK: Final = "winnow.retrain"


def celery_config(broker: Broker, *, soft_time_limit_s: int, hard_time_limit_s: int) -> dict[str, Any]:
    """Celery's settings for a broker; a worker consumes the processing queue unless told otherwise (-Q)."""
    return {
        "broker_url": broker.url,
        "broker_transport": broker.transport,
        "broker_use_ssl": dict(broker.tls) if broker.tls is not None else False,
        "broker_transport_options": dict(broker.options),
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        "task_queues": [Queue(PROCESS_QUEUE)],  # type: ignore[no-untyped-call]
        "task_default_queue": PROCESS_QUEUE,
        "task_routes": {
            PROCESS_TASK: {"queue": PROCESS_QUEUE},
            LAST_TASK: {"queue": PROCESS_QUEUE},
            SUBMIT_TASK: {"queue": SUBMIT_QUEUE},
            RETRAIN_TASK: {"queue": RETRAIN_QUEUE},
        },
        # Rows are claimed under a lease, so a message that comes twice costs nothing and one that dies is swept up.
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,
        "task_retry_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_eta_task_limit": 100,
        "task_soft_time_limit": soft_time_limit_s,
        "task_time_limit": hard_time_limit_s,
        "worker_max_tasks_per_child": 1000,
        # Seconds that a new child gets to load the model. With Celery's 4, a busy machine kills each child as it
        # starts, for ever.
        "worker_proc_alive_timeout": 60.0,
        "broker_connection_timeout": 5,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_channel_error_retry": True,
        # What is in work needs no broker to be stored: its child goes on. A message that comes again claims nothing.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        # No soft shutdown: it sleeps for its whole time-out. SIGTERM's warm shutdown ends with the batches in hand,
        # which the hard time limit bounds.
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "worker_send_task_events": False,
        "task_publish_retry_policy": {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5},
    }
