"""Articles on their way through: submitted, worked on, stored, exported, dropped."""
