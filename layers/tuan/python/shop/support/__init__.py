"""Customer service: a bot answers what it can, and human agents take over the rest.

csReply receives what a user says (`incoming`: checked and queued, within the five seconds that
WeChat waits). sendReply processes the queue (`answering`: a reply is composed, and sent by
message/custom/send). `replies` understands what the text asks for (`human`, `order_questions`,
`small_talk`, and `faq`: the merchant's own answers) and chooses what the bot says. `conversations`
says whether the bot may speak.

Agents take conversations, reply and give them back (`agents`); `reads` has what they see.
`service` has the settings: opening hours (`hours`), where agents answer. `messages` keeps what was
said, with phone numbers masked (`masking`); `windows` counts the replies that WeChat allows.
`trying` shows the editor of the FAQ what the bot would do.

Keys of the table `support`:

    faq              <faqId>              a question, its keywords and its answer
    service          settings             opening hours and other settings
    service          phrases              short answers that agents have at hand
    user#<openid>    conversation         who answers, bot or agent, and how many replies are left
    user#<openid>    said#<time>#<key>    a user's message with the bot's reply; an agent's reply

**One reply per message.** WeChat may push a message twice, SQS may deliver it twice, two workers
may have it at the same time. A worker takes the reply by a put-if-absent under the message's own
key, in one transaction with the change of the conversation. Before that nothing is written, and all
of it can be done again. After that, only a failure that certainly sent nothing opens the reply for
another attempt. So a reply is never sent twice. It is lost only if the worker crashes between
taking and sending it. The key begins with the time at which WeChat says that the user wrote, which
a repeat has too; the conversation also knows the MsgIds of its last messages.

**The bot is silent while an agent answers.** A reply is composed for one version of the
conversation. An agent who takes the conversation makes a new version, so the commit of a reply that
was composed before is refused. The commit also notes that the reply is on its way, until it is
sent; meanwhile no agent can take the conversation. So after it is taken, no text of the bot goes
out.
"""
