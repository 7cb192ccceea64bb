"""Amounts and times as texts for people."""

from __future__ import annotations

from datetime import datetime

from wxcloud import clock


def yuan(fen: int) -> str:
    """An amount as WeChat's `amount` and `number` fields take it: 12.30."""
    return f"{fen // 100}.{fen % 100:02d}"


def moment(at: int) -> str:
    """A time (ms UTC) in Shanghai, as WeChat takes a `time` or `date`: 2026-11-22 19:30."""
    return datetime.fromtimestamp(at / 1000, clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
