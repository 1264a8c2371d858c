"""From bytes that came in to articles that can be stored or processed: pure, no I/O."""
