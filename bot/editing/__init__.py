"""Keeping the facts: what a change is, before any store or surface."""
