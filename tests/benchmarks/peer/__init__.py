"""The peer: what a good Wagtail developer would write without this package.

An ordinary page type with StreamFields, its template and its fields in Wagtail's API, for the same
content. Where something can be done in several ways it is done in the faster one: codes stand in a
column and not in a table of topics that each page asks for, and Wagtail's API gives a picture by
its id and rich text as it is stored, so the peer makes no addresses of renditions there.
"""
