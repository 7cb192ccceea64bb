"""What can go wrong in words that say what to mend."""

from __future__ import annotations


class DeployError(RuntimeError):
    """Code that does not build, or that SAM, CloudFormation or Lambda refuse: the text says why."""
