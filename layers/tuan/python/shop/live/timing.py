"""When each step of a push happens, as functions of values. Times are in ms UTC.

Sources: EventBridge Scheduler User Guide, "Schedule types" (a schedule is precise to 60 s); API
Gateway Developer Guide, "Quotas for WebSocket APIs" (a connection lives 2 hours).
"""

from __future__ import annotations

from wxcloud.clock import DAY, HOUR, MINUTE, SECOND
from wxcloud.queues import MAX_DELAY_S

TOLERANCE = 2 * SECOND  # a push for "now" is this old when it gets here
FARTHEST = 366 * DAY
NEAR = 2 * MINUTE  # for a push that is nearer, a timer is not precise enough
EARLY = 90 * SECOND  # a timer may fire 60 s late
NET = 5 * SECOND  # the timer of a near push fires this long after its time
LEAD = 2 * SECOND  # the queue's message arrives this early: time for a cold start
PATIENCE = 10 * SECOND  # the longest that `pushGoods` waits by itself
LEASE = 20 * SECOND  # PATIENCE + LEASE < the queue's visibility timeout
WARM_UP = SECOND // 2  # with less time than this left, `deliverGoods` is not told to get ready

POSTS_A_SECOND = 5000  # that one room sends what is left to: half of what an account may post
LOOK_EVERY = 10 * SECOND  # goods on show are looked at this often, whether or not orders ask
FIRST_LOOK = 2 * SECOND  # after the push: by then all processes know that the goods are on show
ASKED = 2 * MINUTE  # a request that nobody has carried out by then is given up
MARGIN = SECOND // 5  # the clocks of two processes differ by less

CONNECTION_LIFE = 3 * HOUR
OPENING = 10 * SECOND  # so long after $connect, "gone" may mean "not open yet"
WELCOME_S = 1  # nothing can be posted to a connection before its $connect has ended
LIKE_EVERY = 2 * SECOND  # a viewer's likes come together, this often at most
ATTEMPTS = 5  # a failed post is repeated after 1, 2, 4 and 8 s
WAITS = 20  # a post that API Gateway throttles waits this often in its place, for 9 s on average
WAIT_S = 12.0  # and no post begins to wait after so much of an invocation of `deliverGoods`
ROUNDS = 6  # then its message goes back to the queue, this often


# --- planning ------------------------------------------------------------------------------------


def is_past(fire_at: int, now: int) -> bool:
    return fire_at < now - TOLERANCE


def is_too_far(fire_at: int, now: int) -> bool:
    return fire_at > now + FARTHEST


def is_near(fire_at: int, now: int) -> bool:
    """Whether the push is sent to the delay queue at once."""
    return fire_at - now < NEAR


def timer_at(fire_at: int, now: int) -> int:
    """When the push's timer fires: ahead of its time, or shortly after it if the push is near."""
    return fire_at + NET if is_near(fire_at, now) else fire_at - EARLY


def queue_delay_s(fire_at: int, now: int) -> int:
    """Seconds until the delay queue delivers the push: LEAD ahead of its time, if the queue can
    wait that long."""
    return max(0, min((fire_at - LEAD - now) // SECOND, MAX_DELAY_S))


# --- making a push -------------------------------------------------------------------------------


def is_early(fire_at: int, now: int) -> bool:
    """Whether the push has to wait in the queue once more."""
    return fire_at - now > PATIENCE


def can_warm_up(fire_at: int, now: int) -> bool:
    """Whether there is time to tell `deliverGoods` to get ready."""
    return fire_at - now > WARM_UP


def bubble_ends_at(fire_at: int, now: int, bubble_seconds: int) -> int:
    """When clients hide the goods: a push that is late is shown just as long."""
    return max(now, fire_at) + bubble_seconds * SECOND


# --- what is left of the goods on show -----------------------------------------------------------


def pause(viewers: int) -> int:
    """How long (ms) a room waits before it sends what is left again: a second, or so long that it
    posts no more than POSTS_A_SECOND; a minute at most."""
    return min(MINUTE, max(1, -(-viewers // POSTS_A_SECOND)) * SECOND)


def delay_s(at: int, now: int) -> int:
    """Seconds until the delay queue delivers a message that may come later, but not earlier."""
    return max(0, min(-((now - at) // SECOND), MAX_DELAY_S))


# --- posting to viewers --------------------------------------------------------------------------


def is_opening(connected_at: int, now: int) -> bool:
    """Whether a connection that API Gateway does not know may still be opening."""
    return now - connected_at <= OPENING


def throttled_s(waits: int, chance: float) -> float | None:
    """Seconds that a throttled post waits for the next time, so often it has waited already; None
    if it has waited enough. `chance` is random, from 0 to 1, so that threads do not try together.

    A room of 100,000 needs ten seconds at the default quota, whatever is tried: threads that wait a
    second at most use all of the quota (bench/scale/room.py)."""
    return None if waits >= WAITS else chance * min(1.0, 0.05 * 2**waits)


def retry_delay_s(attempt: int) -> int | None:
    """Seconds until a failed post is repeated; None after the last attempt."""
    return None if attempt >= ATTEMPTS else 2 ** (attempt - 1)
