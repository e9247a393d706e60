"""What goes on the wire: projections of rows onto the fields of the contract, made once per field set.

`fields=` selects, and only what is selected is computed; a list costs the same number of queries as one item.
"""
