"""Archives in, a corpus of articles and conversations out: files to files, with no database and no broker.

`plan` cuts the input into shards, `engines` run `shard.run_shard` over them, and a process of its own
(`pages_process`) works at the pages of one: a page that ends it costs that page alone. File names and places within
files travel between them, and finished rows come back; pages never do.
"""
