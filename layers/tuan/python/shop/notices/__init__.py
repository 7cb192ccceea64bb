"""Notices: subscribe messages that tell users what happened to their groups, orders and points.

Keys of the table `notices`:

    notice           <name>                the merchant's template for a notice
    user#<openid>    consent#<templateId>  how many messages of a template the user still accepts
    user#<openid>    sent#<event>          the message about one event: being sent, sent, or dropped

**One consent, one message.** A tap on "accept" allows one message of one template. WeChat counts
these consents. We count them too, so that we do not ask WeChat in vain. If we have no count for a
user, we try, and WeChat decides. A message that WeChat would refuse is not sent and spends no
consent: it is built whole, by WeChat's rules, before a consent is spent on it.

**One message per user and event.** The first sender claims the event and spends the consent, in
one transaction; every other sender finds the claim. A claim that is not finished within LEASE
belongs to a sender that crashed: another sender takes it over and spends no second consent. WeChat
has no such key. If a sender crashes between WeChat's answer and its own write, the message may be
sent twice, if WeChat has another consent of that user.

`model` has the notices, their facts and their queue; `templates`, `consents` and `deliveries` have
one kind of item each. `kinds` says which of WeChat's keys a fact fits in, `texts` and `pages` how
the facts are put into a template.

Source: mini-program docs, server/API/mp-message-management/subscribe-message/api_sendmessage;
api/open-api/subscribe-message/wx.requestSubscribeMessage.
"""
