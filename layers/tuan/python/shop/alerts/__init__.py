"""Alerts: what the shop's staff is told in their chat, by a group robot of WeCom.

Keys of the table `alerts`:

    told#<event>   told                 that an alert was told, or is being told
    rules          rules                which kinds of alerts are on
    robot          robot                when the robot last took a message, and last failed
    ending         <warnAt>#<groupId>   a group that has to be looked at before it ends
    watch          deadLetters          how many dead letters there were at the last look

**The way of an alert.** Whoever sees that something has happened sends an `Alert` to the queue
ALERTS: a handler of an event, or `watchShop`, which looks around once a minute. `sendAlert` gets
the alerts of about ten seconds at once and makes one message of them.

**Once.** An alert has the key of its event. The sender claims the key, sends, and notes that it is
told. Repeats find the claim. A claim that is not finished within LEASE belongs to a sender that
crashed: its alerts are told by the next sender. WeCom has no key by which it knows a repeat: if a
sender crashes after WeCom's answer and before its note, or if WeCom's answer is lost, the alerts
are told twice. They are never lost: an alert too many is better than one that nobody sees.

**At most 20 a minute.** That is WeCom's limit for a robot. All senders together send one message
in each PACE at most, so no minute has more than 20, however the minute is counted. What happens
meanwhile waits in the queue, and is in one message with what comes next.

**No personal data.** An alert names orders, goods, groups and amounts, never a person: no name,
phone number, address or openid, and no text that a buyer has written.
"""
