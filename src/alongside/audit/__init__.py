"""Append only: one row for each response that shows a record, each refusal, each sign-in."""
