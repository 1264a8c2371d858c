"""Telling people by mail or chat what can't wait until they look at the desk."""
