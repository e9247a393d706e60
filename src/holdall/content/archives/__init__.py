"""Archives: folders of the enterprise's own for what is out of use, which nobody but its administrators reaches."""
