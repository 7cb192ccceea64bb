"""The chapters of the API: which functions belong together. A function that is not listed here is
in the last area, so a new function needs no entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.api.functions import Function


@dataclass(frozen=True)
class Area:
    """A title, a description, and the area's functions in the order of the page."""

    title: str
    about: str
    functions: tuple[str, ...] = ()


AREAS = (
    Area("Users", "Log in with WeChat.", ("login",)),
    Area(
        "Personal data",
        "What the shop knows of a user: given to them, or erased.",
        ("exportMyData", "eraseMe"),
    ),
    Area(
        "Goods",
        "What the shop sells.",
        (
            "listGoods",
            "searchGoods",
            "getGoods",
            "saveGoods",
            "patchGoods",
            "rankGoods",
            "getUpload",
        ),
    ),
    Area(
        "Addresses",
        "The caller's address book.",
        ("saveAddress", "listAddresses", "deleteAddress"),
    ),
    Area(
        "Orders",
        "Order, pay, ship, receive, refund.",
        (
            "quoteOrder",
            "placeOrder",
            "payOrder",
            "cancelOrder",
            "changeAddress",
            "getOrder",
            "listOrders",
            "confirmReceipt",
            "refundOrder",
            "shipOrder",
            "shipOrders",
            "correctShipping",
            "correctAddress",
            "noteOrder",
            "listDrift",
        ),
    ),
    Area(
        "After-sale",
        "Money back after an order was paid, with or without the goods.",
        (
            "askAfterSale",
            "decideAfterSale",
            "sendBack",
            "receiveReturn",
            "withdrawAfterSale",
            "getAfterSale",
            "listMyAfterSales",
            "listAfterSales",
        ),
    ),
    Area("Freight", "What sending goods costs.", ("saveFreight", "listFreight")),
    Area(
        "The desk",
        "What operators look for among all orders, and the figures of the day.",
        (
            "searchOrders",
            "countOrders",
            "listGroups",
            "listGoodsForOperators",
            "todayFigures",
            "exportOrders",
            "getExport",
            "rebuildDesk",
        ),
    ),
    Area(
        "Stock and flash sales",
        "Sales with their own price, stock, limit and time.",
        ("listSales", "getSale", "saveSale", "remindSale", "getStock"),
    ),
    Area(
        "Group buying",
        "Buy together at a lower price.",
        (
            "createGroup",
            "joinGroup",
            "leaveGroup",
            "getGroup",
            "listOpenGroups",
            "listMyGroups",
        ),
    ),
    Area(
        "Shares",
        "Share codes, and the users who opened them.",
        ("createShare", "getShareCode", "resolveShare"),
    ),
    Area(
        "Points",
        "Points for what users do, and their ledger.",
        (
            "updateScore",
            "getScore",
            "listScore",
            "listScoreRules",
            "saveScoreRule",
            "adjustScore",
        ),
    ),
    Area(
        "Live commerce",
        "Live rooms, and goods pushes to their viewers.",
        (
            "saveLive",
            "startLive",
            "endLive",
            "scheduleGoodsPush",
            "moveGoodsPush",
            "cancelGoodsPush",
            "listGoodsPush",
            "liveSocket",
            "getLive",
            "listLives",
        ),
    ),
    Area(
        "Experiments",
        "Which version of a page a user gets, and which one works better.",
        ("getPageVersion", "saveExperiment", "listExperiments", "analyzeExperiment"),
    ),
    Area("Notices", "WeChat subscribe messages.", ("allowNotice", "saveNotice", "listNotices")),
    Area(
        "Customer service",
        "Answers of the bot, and conversations with agents.",
        (
            "listConversations",
            "getConversation",
            "takeConversation",
            "replyConversation",
            "releaseConversation",
            "getService",
            "saveService",
            "saveFaq",
            "listFaq",
            "tryFaq",
        ),
    ),
    Area(
        "Analytics",
        "What users do, and what it tells operators.",
        (
            "trackEvents",
            "saveEvent",
            "listEvents",
            "analyzeFunnel",
            "analyzeRetention",
            "analyzeGoods",
            "analyzeShares",
            "analyzeLive",
            "getAnalysis",
        ),
    ),
    Area("Staff", "Who runs the shop.", ("setRole", "listUsers")),
    Area(
        "The console",
        "Signing in a browser, without a password, and ending its session.",
        (
            "startConsole",
            "approveConsole",
            "openConsole",
            "listConsoleSessions",
            "revokeConsole",
        ),
    ),
    Area(
        "The system",
        "How it is, and what has failed for good.",
        ("systemStatus", "listDeadLetters", "redriveDeadLetters"),
    ),
)
REST = Area("More functions", "Functions that only this shop has.")


def by_area(functions: Sequence[Function]) -> list[tuple[Area, list[Function]]]:
    """The areas that have functions, each with its functions."""
    left = {function.name: function for function in functions}
    placed = [(a, [left.pop(name) for name in a.functions if name in left]) for a in AREAS]
    placed.append((REST, list(left.values())))
    return [(area, inside) for area, inside in placed if inside]


def complaints(functions: Sequence[Function]) -> list[str]:
    """Names in the areas for which no function exists."""
    there = {function.name for function in functions}
    named = [name for area in AREAS for name in area.functions]
    return [f"tools/api/areas.py: no function {name}" for name in named if name not in there]
