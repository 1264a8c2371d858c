"""How many and how long: counts and times for operators and dashboards."""
