"""Separating HTML pages: a page as flat columns, its comment section, its body."""
