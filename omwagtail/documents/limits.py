"""Limits of the wire format (PROTOCOL.md, "Document" and "Feed"), and bounds of our own.

The first group is the protocol's. The second bounds what the protocol leaves open: far above
anything an editor writes, low enough that no single member can fill a page or a column.
"""

MAX_DOCUMENT_BYTES = 512 * 1024  # of UTF-8
MAX_DEPTH = 32  # objects and lists inside one another, the document itself included
MAX_IMAGES = 40  # different pictures in a whole document
MAX_REV = 2**53 - 1  # the largest integer that every JSON reader keeps exactly
FEED_PAGE_ENTRIES = 500
FEED_PAGE_BYTES = 5_000_000  # decoded

MAX_CODE = 64
MAX_LABEL = 300  # labels, names, units: what stands on one line
MAX_LINE = 1_000  # titles, headings, credit lines
MAX_TEXT = 20_000  # plain paragraphs
MAX_HTML = 200_000
MAX_URL = 2_048
MAX_ORIGIN = 300
MAX_LIST = 500  # sections, facts, milestones
MAX_MEMBERS = 5_000  # members of a network: the largest have some thousand
MAX_SIZES = 20  # widths of one picture
MAX_LEVELS = 10  # levels of a scale: more cannot be told apart
MAX_CHECKPOINTS = 500  # of a whole check: the longest have some sixty, and each is a form field
MAX_NUMBER = 1_000_000  # weights, needs, counts, pixels
MAX_MESSAGE = 300  # characters of an error message
MAX_SUCCESSIONS = 100  # statements of one site: a new key every month for eight years
