"""From labelled comments to a fitted model, its figures, and whether it may serve."""
