"""Text in, verdict out; knows nothing of the worker."""
