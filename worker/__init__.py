"""Winnow: separates articles from their comments and judges every comment."""
