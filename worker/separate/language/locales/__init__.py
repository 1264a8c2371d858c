"""The languages, a file each: ``LANGUAGE`` is its record."""
