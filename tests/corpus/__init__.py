"""Broken files, made by the tests, that no load may take: what each loader is tried with, and how it is judged.

A loader joins by a module of its own here, with one `Loader`: the command, a file that would be
taken, and what is broken in its own way. Whatever every file can be (a folder, a PDF, cut short
anywhere, another loader's file) is added to it by itself:

    LOADER = Loader(
        name="census",
        command=("load", "cin-census"),
        options=("--authority", "999"),
        file_name="census.xml",
        good=GOOD.encode(),
        broken=(Broken("wrong year", lambda path: path.write_text(...), words="is of the year"), ...),
    )

Add it to LOADERS of test_corpus.py, and what it needs in the database to conftest.py. `words` is a
pattern found in what is said; `codes` are how it may end: REFUSED as a whole, or ALL_ROWS_GO_BACK.
A file with a row that is taken does not belong here. Large files are in test_large_files.py.
"""
