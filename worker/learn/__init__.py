"""What moderators say becomes a model: retraining, its report, stored comments judged again."""
