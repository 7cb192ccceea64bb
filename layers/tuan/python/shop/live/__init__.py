"""Live commerce: goods that appear on the screen of every viewer at the second the host planned.

Keys of the table `lives`:

    <liveId>          live               the room: its host, its times, the goods on show now
    <liveId>          push#<pushId>      one push of its timeline; push ids sort by the planned time
    <liveId>#<k>      likes              likes, in up to eight items; also click#<pushId>
    goods#<goodsId>   shown#<until>#…    a room that shows these goods until then

Keys of the table `connections`:

    <liveId>#<shard>   <connectionId>   one viewer's WebSocket; index byConnection finds it by id

Modules: `rules` and `timing` (pure), `messages` (what viewers get), `rooms`, `pushes` (the items),
`views` and `timeline` (what users see of them), `broadcasting` (begin and end), `planning`
(schedule, move and cancel), `firing` (make a push), `shown` (which rooms show goods), `left` (what
is left of them), `connections` (the items), `numbers` (viewers, likes, clicks), `delivery` (post to
viewers), `audience` (what viewers do).

**The way of a push.** `scheduleGoodsPush` sets a timer and writes the push as SCHEDULED.
EventBridge Scheduler is precise to the minute. So the timer fires EARLY, and `pushGoods` sends the
push to a delay queue, which is precise to the second. The queue's message arrives LEAD ahead of the
planned time. `pushGoods` tells `deliverGoods` to get ready and waits for the planned time itself.
Then one transaction makes the push PUSHED and puts its goods on show in the room. After that, each
shard of the room gets a message for `deliverGoods`, which posts to the shard's viewers page by
page.

    SCHEDULED → PUSHED      by the first `pushGoods` whose conditional write succeeds
    SCHEDULED → CANCELLED   by the host or an operator, because the goods are hidden then, because
                            the live is over, or because another push takes its place (`movedTo`)

Why no push is lost, and none is made twice:

- *First the timer, then the push.* A timer without a push does nothing when it fires. A push
  without a timer would never be made. So a crash between the two loses no push that was confirmed.
- *A near push* is sent to the delay queue at once. Its timer fires shortly after the planned time
  and makes the push if the queue's message was lost.
- *Timers and queues deliver at least once.* Only one delivery can change SCHEDULED to PUSHED.
- *A crash between PUSHED and the messages to the shards.* PUSHED is written with a lease. A
  delivery that finds the push PUSHED, not sent, and the lease expired, sends the same message
  again. This is the crashed delivery's own message: it becomes visible again after the queue's
  visibility timeout, which is longer than the wait plus the lease. While the lease lasts, other
  deliveries do nothing.
- *Viewers get a push at least once*, nearly always exactly once. A failed post is repeated for that
  viewer only; a crashed `deliverGoods` posts its page again. A client shows each `pushId` once, and
  shows no push that is older (`at`) than the one on its screen.
- *A viewer who connects during a push* gets it. The connection is written before the room is read,
  and the room is written before the connections are read. So at least one of the two readers sees
  what the other one has written.
"""
