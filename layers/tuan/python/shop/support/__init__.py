"""Customer service: a bot answers what it can, and human agents take over the rest.

csReply receives what a user says (`incoming`: checked and queued, within the five seconds that
WeChat waits). sendReply processes the queue (`answering`: a reply is composed, and sent by
message/custom/send). `replies` understands what the text asks for (`human`, `order_questions`,
`small_talk`, and `faq`: the merchant's own answers) and chooses what the bot says. `conversations`
says whether the bot may speak.

Keys of the table `support`:

    faq              <faqId>           a question, its keywords and its answer
    user#<openid>    conversation      who answers, bot or human, and how many replies are left
    user#<openid>    message#<key>     the reply to that message: composed, or taken to be sent

**One reply per message.** WeChat may push a message twice, SQS may deliver it twice, two workers
may have it at the same time. A worker takes the reply by a put-if-absent under the message's own
key, in one transaction with the change of the conversation. Before that nothing is written, and all
of it can be done again. After that, only a failure that certainly sent nothing opens the reply for
another attempt. So a reply is never sent twice. It is lost only if the worker crashes between
taking and sending it.

**The bot is silent while a human answers.** A reply is composed for one version of the
conversation. An agent who takes the conversation makes a new version, so the commit of a reply that
was composed before is refused.
"""
