"""Akismet's protocol, version 1.1, for the programs that speak it."""
