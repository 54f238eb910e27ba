"""How fast it is, beside what others take and what is possible: `make bench`.

Each module is a benchmark: ``run(report)`` measures ours, the peer and the floor in one run.
"""
