"""Tidy tables as Parquet files, the same bytes for the same values."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["write_table"]


def write_table(path: Path, columns: Mapping[str, Sequence[Any] | NDArray[Any]]) -> None:
    """Write one table.

    Parameters
    ----------
    path : Path
        File to write.
    columns : mapping of str to sequence
        Columns of equal length: numbers, truths or strings, None where there is no value. A column
        without any value is written as numbers.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {name: _array(pa, values) for name, values in columns.items()}
    pq.write_table(pa.table(arrays), path, compression="zstd", write_statistics=False)


def _array(pa: Any, values: Sequence[Any] | NDArray[Any]) -> Any:
    if isinstance(values, np.ndarray) and values.dtype != object:
        return pa.array(values)
    listed = list(values)
    known = [value for value in listed if value is not None]
    if not known:
        return pa.array(listed, type=pa.float64())
    if isinstance(known[0], str):
        return pa.array(listed, type=pa.string()).dictionary_encode()
    if any(isinstance(value, float) for value in known):
        return pa.array([None if x is None else float(x) for x in listed], type=pa.float64())
    return pa.array(listed)
