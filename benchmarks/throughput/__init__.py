"""How fast Winnow is: beside the straightforward worker, and as its store grows. `make bench` runs it."""
