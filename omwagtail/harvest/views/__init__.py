"""The operators' pages beyond lists: one view for what is looked at, one for each thing done.

Nothing is changed by GET: whatever changes something, or makes this site ask another one, is a POST
with a CSRF token, and needs the permission of the model behind it.
"""
