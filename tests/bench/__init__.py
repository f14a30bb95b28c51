"""The benchmark: `make bench` or `python -m tests.bench`. No test; it measures what issue 2 promises and says where time goes."""
