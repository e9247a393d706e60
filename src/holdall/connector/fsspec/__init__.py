"""Box content as an fsspec file system: `holdall://` and `box+holdall://`, for pandas, pyarrow, dask and their like.

It needs the `fsspec` extra; importing it is not needed where paths are enough, as fsspec finds it by its entry point.
"""

from holdall.connector.fsspec.system import BoxFileSystem, HoldallFileSystem

__all__ = ["BoxFileSystem", "HoldallFileSystem"]
