"""What a model sees of a comment: its text made canonical, and numbers with names."""
