"""What a worker does with articles: the service, the pipeline, the model in service, the quarantine."""
