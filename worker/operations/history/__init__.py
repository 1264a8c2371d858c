"""What other programs kept of comments, brought in with what became of them: exports become articles and labels."""
