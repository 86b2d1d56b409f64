"""Imports: files of leads and invoices, read apart, matched to what is known, written row by row, taken back whole.

Nothing is imported here: the reader's process must not load the whole of core.
"""
