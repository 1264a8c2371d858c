"""Winnow over HTTP: the JSON API, the Akismet-compatible API, what operators look at, and the review desk."""
