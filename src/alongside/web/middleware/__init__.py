"""What happens around every page: one transaction, one audit row, safe headers."""
