"""Separating plain text: lines, their labels, and the comments cut out of them."""
