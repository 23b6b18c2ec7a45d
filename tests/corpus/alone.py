"""Loads files one at a time, each in a child process of its own: the memory measured is of one load.

It reads the words of a command, as JSON, from each line it is given, and prints a line for each: how
the command ended, what it said, and the most memory it held. Django is started once.
"""

import json
import os
import sys

import django
from click.testing import CliRunner

BYTES = 1 if sys.platform == "darwin" else 1024


def main() -> int:
    """Load each file that is told of."""
    django.setup()
    from alongside.cli import main as alongside

    for line in sys.stdin:
        print(json.dumps(alone(alongside, json.loads(line))), flush=True)
    return 0


def alone(command, words: list[str]) -> dict[str, object]:
    """What became of one command."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        done = CliRunner().invoke(command, words)
        with os.fdopen(writing, "w") as out:
            json.dump({"code": done.exit_code, "said": done.output[-4000:]}, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    _, _, used = os.wait4(child, 0)
    ended = json.loads(told) if told else {"code": -1, "said": "It ended without a word."}
    return ended | {"peak": used.ru_maxrss * BYTES}


if __name__ == "__main__":
    sys.exit(main())
