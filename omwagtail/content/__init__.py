"""What an editor edits: mixins for page types, StreamField blocks, organisations.

``omwagtail.content.mixins`` holds what a partner builds own page types from,
``omwagtail.content.blocks`` the blocks.
"""
