"""Errors that a person can do something about. Each message is one line: the value, what was expected, what to do."""

BUILD_AGAIN = "run `python app.py build` again"  # what to do about a part of a build that cannot be used


class UsherError(Exception):
    """Something failed that the message says how to put right. The command ends with status 1."""

    exit_status = 1


class BadInput(UsherError):
    """An argument or a file is not what it must be. The command ends with status 2."""

    exit_status = 2
