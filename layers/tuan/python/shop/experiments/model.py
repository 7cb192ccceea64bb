"""The experiment, its parts, and the keys of the table `experiments`.

pk            sk        item
experiment    <key>     an experiment
layer         <name>    who has which part of an exclusive layer
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field
from pynamodb.attributes import UnicodeAttribute

from wxcloud.fields import Id, Request, Text500, Time
from wxcloud.model import Integer, Json, Table, TableMeta

MAX_VARIANTS = 10
MAX_METRICS = 10
MAX_TESTERS = 100
WINDOW_HOURS = 72

Key = Annotated[Id, Meta(description="the experiment's key; it is the seed of the assignment")]
Number = Annotated[float, Meta(ge=-9_007_199_254_740_991, le=9_007_199_254_740_991)]
Integral = Annotated[int, Meta(ge=-9_007_199_254_740_991, le=9_007_199_254_740_991)]
Config = Annotated[
    dict[Id, Text500 | Integral | Number | bool],
    Meta(max_length=50, description="what the page does differently: names and values"),
]
EventName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}(?![\s\S])")]
PropertyName = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}(?![\s\S])")]
Share = Annotated[float, Meta(ge=0, le=1, description="a share: 0.25 is a quarter")]
Correction = Literal["holm", "benjaminiHochberg"]


class PageVariant(Request, omit_defaults=True):
    """A version of the page."""

    name: Annotated[Id, Meta(description="as v1; the first variant is the control")]
    weight: Annotated[
        float,
        Meta(
            ge=0, le=1_000_000, description="its part of the users, relative to the other weights"
        ),
    ]
    config: Config = field(default_factory=dict)


class Layer(Request):
    """A part of an exclusive layer: experiments with other parts of it share no user."""

    name: Annotated[Id, Meta(description="the layer")]
    start: Annotated[Share, Meta(description="where the part begins, as a share of all users")]
    end: Annotated[Share, Meta(description="where it ends; the next part can begin there")]


class Audience(Request, omit_defaults=True):
    """Who takes part."""

    coverage: Annotated[
        Share,
        Meta(
            description="the share of the users who take part. If it grows, nobody who takes part"
            " gets another version"
        ),
    ] = 1.0


class Metric(Request, omit_defaults=True):
    """What an experiment shall change."""

    name: Annotated[Id, Meta(description="as `orders`; each metric has another one")]
    event: Annotated[EventName, Meta(description="the event that counts, as `order_paid`")]
    value: (
        Annotated[
            PropertyName,
            Meta(
                description="the event's property that is added up per user, as `fen`. Without it,"
                " the metric is the share of the users with at least one such event"
            ),
        ]
        | None
    ) = None
    windowHours: Annotated[
        int,
        Meta(
            ge=1,
            le=720,
            description="the event counts in the hours after the user first got a version. Users"
            " whose hours are not over are left out",
        ),
    ] = WINDOW_HOURS
    lowerIsBetter: Annotated[
        bool, Meta(description="true for what should become less, as refunds")
    ] = False


class Experiment(Request, omit_defaults=True):
    """An experiment. `start` and `stop` are ms UTC."""

    key: Key
    variants: Annotated[list[PageVariant], Meta(min_length=2, max_length=MAX_VARIANTS)]
    metrics: Annotated[
        list[Metric],
        Meta(min_length=1, max_length=MAX_METRICS, description="the first one decides"),
    ]
    start: Annotated[Time, Meta(description="ms UTC: from then on versions are assigned")]
    stop: Annotated[
        Time, Meta(description="ms UTC: from then on all users get the winner, or the control")
    ]
    minimumEffect: Annotated[
        float,
        Meta(
            ge=0.001,
            le=10,
            description="the smallest change that matters, relative to the control: 0.1 is 10 %",
        ),
    ]
    layer: Layer | None = None
    audience: Audience = field(default_factory=Audience)
    testers: Annotated[
        dict[Id, Id],
        Meta(
            max_length=MAX_TESTERS,
            description="openid → the name of the variant that this user gets; they do not count",
        ),
    ] = field(default_factory=dict)
    correction: Annotated[
        Correction, Meta(description="how p values are corrected if there are several comparisons")
    ] = "holm"
    winner: (
        Annotated[Id, Meta(description="the variant that all users get after `stop`")] | None
    ) = None

    @property
    def control(self) -> PageVariant:
        return self.variants[0]


# The original page: two versions by the hash of the openid, without any configuration.
DEFAULT_VARIANTS = (PageVariant(name="v1", weight=1), PageVariant(name="v2", weight=1))


# --- items ---------------------------------------------------------------------------------------

_EXPERIMENT, _LAYER = "experiment", "layer"


class ExperimentRow(Table):
    """An item of the table `experiments`. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "experiments"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    version = Integer()


class ExperimentItem(ExperimentRow):
    """An experiment, saved at `savedAt` (ms UTC) by an operator. `version` counts the changes.
    `weightsSince` (ms UTC): users who came before that were divided in another way; 0: nobody was.
    """

    terms = Json(Experiment)
    weightsSince = Integer()
    savedAt = Integer()
    savedBy = UnicodeAttribute()

    @classmethod
    def at(cls, key: str) -> ExperimentItem:
        """The key alone."""
        return cls(pk=_EXPERIMENT, sk=key)


class Slice(Request):
    """A part of a layer that an experiment has while it runs."""

    experiment: str
    begin: float
    end: float
    start: int
    stop: int


class LayerItem(ExperimentRow):
    """The parts of a layer. `version` counts the changes."""

    slices = Json(list[Slice])

    @classmethod
    def at(cls, name: str) -> LayerItem:
        """The key alone."""
        return cls(pk=_LAYER, sk=name)


def get(key: str) -> ExperimentItem | None:
    """The experiment as it is now. One read unit per 4 KB."""
    return ExperimentItem.get(_EXPERIMENT, key, consistent=True)


def get_layer(name: str) -> LayerItem | None:
    """The layer as it is now. One read unit per 4 KB."""
    return LayerItem.get(_LAYER, name, consistent=True)


def list_items(limit: int) -> list[ExperimentItem]:
    """The experiments, by key. One query."""
    return list(ExperimentItem.query(_EXPERIMENT, limit=limit))
