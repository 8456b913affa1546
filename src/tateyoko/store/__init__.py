"""Where results are kept: folders that are whole or not there, and the tables in them."""

from tateyoko.store.folder import (
    FORMAT,
    MANIFEST,
    check_target,
    hash_file,
    publish,
    read_manifest,
)
from tateyoko.store.parquet import write_table

__all__ = [
    "FORMAT",
    "MANIFEST",
    "check_target",
    "hash_file",
    "publish",
    "read_manifest",
    "write_table",
]
