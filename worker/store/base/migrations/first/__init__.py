"""The first schema, a file a subject; it never changes once a version of Winnow has been released with it."""
