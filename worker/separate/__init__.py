"""Separating an article's body from its comments: pure, no I/O."""
