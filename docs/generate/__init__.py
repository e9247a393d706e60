"""Writes reference pages from the contract; a test says whether they are current."""
