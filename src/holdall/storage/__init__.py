"""Bytes: blob stores, ranges, hashing, garbage collection and the check of rows against blobs.

A blob never changes once it is stored; the content room decides which row points at which.
"""
