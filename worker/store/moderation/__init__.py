"""What moderators see and say: the review queue, labels, campaigns, search."""
