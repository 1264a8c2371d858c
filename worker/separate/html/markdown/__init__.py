"""An article's body as Markdown (CommonMark, with GitHub's tables and strikethrough, footnotes, and TeX in dollars).

It is written from the very texts that the plain body is read from, so that both say the same words: `document` puts
blocks one below the other, `containers` tells what stands around a block, `table` writes a data table, `inline` one
block's words, and `escapes` keeps them from meaning something.
"""
