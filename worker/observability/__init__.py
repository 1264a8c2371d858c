"""What operators look at from outside: logs and traces."""
