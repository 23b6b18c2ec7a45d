"""The spine: every act of weight ends in one immutable event of a child's chronology.

`record` writes the event, starts and stops its clocks and addresses its messages in one
transaction. Events hold codes and ids; words live in text blocks, which can be erased.
Everybody with a right to the child reads it, each the parts that are theirs.
"""
