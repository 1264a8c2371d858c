"""Who may do what: tokens of the web service, users of the review desk."""
