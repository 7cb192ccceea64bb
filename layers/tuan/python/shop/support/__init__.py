"""Customer service: a bot that answers what it can, and hands over to a human what it cannot.

A push from WeChat is *heard* (`desk.hear`: checked and queued, in WeChat's five seconds) and then
*answered* (`desk.answer`: from the queue, through message/custom/send).

Keys of the table `support`:

    faq              <faqId>           a question, its keywords and its answer
    user#<openid>    conversation      who speaks, bot or human, and how many replies are left
    user#<openid>    message#<key>     that message's reply: composed, or taken to be sent

**One reply per message.** WeChat repeats a push, SQS repeats a message, two workers may have the
same one. The reply is *taken* by a put-if-absent under the message's own key, in one transaction
with what it does to the conversation. Until then nothing is written and all of it can be done
again; from then on only a failure that certainly sent nothing opens it for another try. So a reply
is never sent twice; it is lost only if we fall in the moment between taking and sending it.

**The bot speaks only while it has the word.** What it composed is for one version of the
conversation; a human who takes over makes another version, and the bot finds itself silent.
"""
