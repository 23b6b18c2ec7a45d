"""Timescales: what is due by when, started and stopped by events alone.

Law and local standards live in each authority's `timescales.toml` with their source. School days
come from each school's own term dates. Read by everyone with something to do by a time.
"""
