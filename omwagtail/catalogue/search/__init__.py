"""Full-text search over the catalogue, the same on every database.

One side table holds the words of each item, stemmed by ``words`` and written by ``writing`` in the
transaction that writes the item. ``tables`` knows how each database stores and asks for them.
"""
