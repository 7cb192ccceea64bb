"""Errors whose text tells the user what to fix."""

from __future__ import annotations


class DeployError(RuntimeError):
    """The code does not build, or SAM, CloudFormation or Lambda refuse it. The text says why."""
