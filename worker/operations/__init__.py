"""What can be done with Winnow, each operation once: with its limits and its audit, whichever door asks for it.

A door (command line, HTTP API, desk, Akismet's protocol, Python client, Celery task) parses, calls and shows.
"""
