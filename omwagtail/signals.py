"""Django signals that rooms send to each other without knowing each other."""

from django.dispatch import Signal

# The doorbell was rung. Sent with `origin`: who says that it has news. The origin is well-formed
# and nothing more: whether it is a known source is for the receiver to find out (rule 19).
rung = Signal()

# A site asked to be taken in as a source. Sent with `origin`, well-formed and nothing more.
asked_to_join = Signal()
