"""Mutation testing of the classifier and of separation: `make mutation`."""
