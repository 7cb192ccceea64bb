"""What each answer looks like as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from shop.analytics import catalogue, pictures
from shop.analytics.answers import Answered
from shop.analytics.broadcasts import LiveAnswer
from shop.analytics.funnel import FunnelAnswer, FunnelStep
from shop.analytics.goods import GoodsAnswer
from shop.analytics.retention import RetentionAnswer
from shop.analytics.sharing import SharesAnswer
from shop.texts import moment

_MOST_BARS = 12
_MOST_ROWS = 14
_MOST_COLUMNS = 9


def draw(answer: Answered) -> str:
    """The picture of an answer that is done."""
    match answer:
        case FunnelAnswer():
            return funnel(answer)
        case RetentionAnswer():
            return retention(answer)
        case GoodsAnswer():
            return goods(answer)
        case SharesAnswer():
            return shares(answer)
        case LiveAnswer():
            return live(answer)
    raise TypeError(f"no picture of {type(answer).__name__}")


def funnel(answer: FunnelAnswer) -> str:
    steps: Sequence[FunnelStep] = answer.steps or []
    names = catalogue.all_kinds()
    rows = []
    for number, step in enumerate(steps, 1):
        words = f"{step.users:,} 人"
        if number > 1:
            words += f" · {pictures.percent(step.rate)}"
            if step.medianMs is not None:
                words += f" · 用时 {pictures.span_text(step.medianMs)}"
        title = names[step.event].title if step.event in names else step.event
        rows.append((f"{number} {title}", step.users, words))
    notes = [f"总转化率 {pictures.percent(steps[-1].rate)}" if steps else ""]
    if answer.unfinished:
        notes.append(f"另有 {answer.unfinished:,} 人仍在转化期内，结果未定")
    return pictures.bars_with_words(
        "转化漏斗", rows, note="；".join(each for each in notes if each)
    )


def retention(answer: RetentionAnswer) -> str:
    unit = "周" if answer.unit == "week" else "天"
    cohorts = [each for each in answer.cohorts or [] if each.users][-_MOST_ROWS:]
    longest = min(_MOST_COLUMNS, max((len(each.cells) for each in cohorts), default=0))
    rows = [
        [
            (
                cell.rate,
                pictures.percent(cell.rate) + ("*" if cell.unfinished else ""),
                not cell.unfinished,
            )
            for cell in each.cells[:longest]
        ]
        for each in cohorts
    ]
    labels = [f"{each.start[5:]}（{each.users:,} 人）" for each in cohorts]
    columns = [f"当{unit}", *(f"第 {n} {unit}" for n in range(1, longest))]
    is_open = any(cell.unfinished for each in cohorts for cell in each.cells[:longest])
    note = f"灰色带 * 的{unit}尚未结束" if is_open else ""
    return pictures.table("留存率", labels, columns, rows, note=note)


def goods(answer: GoodsAnswer) -> str:
    items = (answer.items or [])[:_MOST_BARS]
    by = {"goods": "商品", "category": "分类", "push": "直播推送", "channel": "分享渠道"}
    rows = [
        (
            each.title or "（无）",
            each.fen / 100,
            f"{pictures.yuan(each.fen)} · 曝光 {each.impressions:,} · 点击 {each.clicks:,}"
            f" · 支付 {each.paid:,} 单",
        )
        for each in items
    ]
    totals = answer.totals
    note = f"全部订单 {pictures.yuan(totals.fen)}，{totals.orders:,} 单" if totals else ""
    if totals and totals.refundedFen:
        note += f"；退款 {pictures.yuan(totals.refundedFen)}"
    return pictures.bars_with_words(f"{by[answer.by or 'goods']}成交", rows, note=note)


def shares(answer: SharesAnswer) -> str:
    rows = [
        (
            each.sharer or each.code,
            each.fen / 100,
            f"{pictures.yuan(each.fen)} · 访客 {each.visits:,} · 首单 {each.firstOrders:,}",
        )
        for each in (answer.items or [])[:_MOST_BARS]
    ]
    totals = answer.totals
    note = (
        f"分享带来 {pictures.yuan(totals.fen)}，全部 {pictures.yuan(totals.allFen)}"
        if totals
        else ""
    )
    return pictures.bars_with_words("分享成交", rows, note=note)


def live(answer: LiveAnswer) -> str:
    pushes = (answer.pushes or [])[:_MOST_BARS]
    labels = [f"{moment(each.at)[-5:]} {each.title}" for each in pushes]
    series = {
        "看到（人）": [each.seen for each in pushes],
        "点击（人）": [each.clicked for each in pushes],
        "下单（单）": [each.ordered for each in pushes],
        "支付（单）": [each.paid for each in pushes],
    }
    note = f"观众 {answer.viewers or 0:,} 人，成交 {pictures.yuan(answer.fen or 0)}"
    return pictures.bars("直播间商品推送", labels, series, note=note)
