"""What languages say around articles and comments: one record a language, and the grammars that read them.

``locales`` holds a file a language, ``calendar_table`` what the Unicode CLDR says of its dates, ``lookups`` the
look-ups built once from all of them. HTML and plain text ask the same ones.
"""
