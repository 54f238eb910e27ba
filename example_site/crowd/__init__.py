"""A crowd of publishers in one process: many origins on this machine, for a hub to read.

Each answers as a site with this package does, as far as a hub asks: its well-known document, its
feed with cursors, signed documents. Some of them are bad, each in a way that has a name.
"""
