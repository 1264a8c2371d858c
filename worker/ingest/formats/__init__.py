"""Reading the files that articles come in: one file a format."""
