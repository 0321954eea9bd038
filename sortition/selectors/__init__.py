"""Reads of sortition, one module a subject."""
