"""Who may see and do what: viewer, matrix, gate and the row-level policies that hold it twice."""
