"""Why a whole file is refused: one error a cause, in words for whoever sent the file."""


class TableRefused(ValueError):
    """A file cannot be read at all; catch this to show its words. `line` is where, if anywhere.

    `kept` are the words that stay in the database: without what stood in the file, which may be a
    name where its headings are lost.
    """

    def __init__(self, words: str, *, line: int | None = None, kept: str = "") -> None:
        super().__init__(words)
        self.line = line
        self.kept = kept or words


class NoSuchFile(TableRefused):
    """Nothing is there."""


class NotAFile(TableRefused):
    """A folder, or something else that is not an ordinary file."""


class EmptyFile(TableRefused):
    """It holds nothing at all."""


class NoRows(TableRefused):
    """It has headings and nothing beneath them."""


class FileTooLarge(TableRefused):
    """It has more bytes than are read."""


class NotText(TableRefused):
    """A workbook, a PDF, a picture or other data."""


class WrongEncoding(TableRefused):
    """Its characters cannot be made out."""


class MixedEncoding(TableRefused):
    """It was put together from parts written in different encodings."""


class LineTooLong(TableRefused):
    """A line is longer than any real row."""


class Truncated(TableRefused):
    """It ends in the middle of a row."""


class QuotesBroken(TableRefused):
    """A quotation mark stands where none can."""


class ColumnMissing(TableRefused):
    """A column that must be there is not."""


class ColumnTwice(TableRefused):
    """Two columns have the same heading, or mean the same."""


class TooManyColumns(TableRefused):
    """It has more columns than any real list."""


class TooManyRejected(TableRefused):
    """So many of its rows cannot be taken that nobody could correct them one by one."""


class NotXml(TableRefused):
    """It does not begin as XML does, or breaks the rules of XML further on."""


class DoctypeRefused(TableRefused):
    """It brings definitions of its own, by which a file grows in memory or reads another file."""


class WrongRoot(TableRefused):
    """It is XML of another kind."""


class ElementTooLarge(TableRefused):
    """One part of it is longer, or nested deeper, than any real one."""
