"""Engines: what runs a net.

`reference` is the definition, readable and one event at a time; `batch` runs rows times
replications on the compiled kernel, which follows the same rules bit for bit. Numba is imported
only when the kernel is first needed, so nothing here is imported by the package itself.
"""
