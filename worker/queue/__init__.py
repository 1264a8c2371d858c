"""The queue: Celery's configuration, the tasks, the bell and the sweeper. The database holds the truth."""
