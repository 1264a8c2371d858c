"""Exact records: author, time, text and whom it answers, all right, over all comments of all labelled pages."""
