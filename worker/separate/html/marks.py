"""What microformats, microdata and RDFa mark an article's writer and its day with."""

AUTHOR_MARKS = ("[rel=author]", "[itemprop=author]", "[property=author]", "[property=schema:author]")
TIME_MARKS = ("[itemprop=datepublished]", "[property=datepublished]", "[property=schema:datepublished]")
MARKS = frozenset(AUTHOR_MARKS + TIME_MARKS)
