"""Live commerce: goods that come up on every viewer's screen at the second the host planned.

Keys of the table `lives`:

    <liveId>   live              the room: its host, its times, the goods on show now
    <liveId>   push#<pushId>     one push of its timeline; push ids sort by the time they fire

Keys of the table `connections`:

    <liveId>#<shard>   <connectionId>   one viewer's WebSocket; index byConnection finds it again

**The way of a push.** `scheduleGoodsPush` sets a timer and writes the push as SCHEDULED.
EventBridge Scheduler is good to the minute, so the timer fires EARLY and `pushGoods` hands the rest
over to a delay queue, which is good to the second; that message comes LEAD ahead of time and
`pushGoods` waits the last moment itself, having told `deliverGoods` to be ready. Then one
transaction makes the push PUSHED and puts its goods on show in the room; then a message for each
shard of the room goes to `deliverGoods`, which posts to its viewers, a page at a time.

    SCHEDULED → PUSHED      by the one `pushGoods` whose conditional write comes first
    SCHEDULED → CANCELLED   by the host, or because the goods are off the shelf at that time

What makes that hold:

- *Timer first, push second.* A timer without a push does nothing when it fires; a push without a
  timer would never go out. So whatever crashes in between, nothing promised is lost.
- *A near push* goes straight to the delay queue, and has a timer shortly after its time as a net.
- *Timers and queues deliver at least once.* Only one delivery can move SCHEDULED to PUSHED.
- *A crash between PUSHED and the shards' messages.* PUSHED comes with a lease. Whoever finds the
  push PUSHED, not sent out, and the lease run out, sends it out again, with the same payload. The
  crashed delivery's own message does so: it shows again after the queue's visibility timeout,
  which is longer than waiting plus lease. While the lease runs, other deliveries leave it alone.
- *Viewers get a push at least once*, nearly always once: a failed post is repeated alone, a crashed
  `deliverGoods` repeats its page. Clients show a `pushId` once, and nothing older than what they
  show (`at`).
- *A viewer who joins during a push* is written down before the room is read, and the push is on
  show before the viewers are read: one of the two sees the other.
"""
