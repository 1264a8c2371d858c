"""The model in service: comments in, verdicts with reasons out."""
