"""Labelled comments: read, curated, made up and disguised."""
