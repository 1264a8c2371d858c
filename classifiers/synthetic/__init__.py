"""Clearly synthetic comments, generated from hand-written templates: for scripts without labelled spam at hand."""
