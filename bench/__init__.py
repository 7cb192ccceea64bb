"""Benchmarks. Budgets are ratios against a floor measured in the same run."""
