"""Why one is told of what colleagues ask, hand over and find out."""

from core.errors import msgid
from handlers.choices.why.said import Why, plainly

WHYS: dict[str, Why] = {
    **dict.fromkeys(
        ("request_asked", "request_chased", "request_off"),
        plainly(
            msgid(
                "A colleague asked this of you. You are reminded once when it is due, and then whoever leads is told."
            )
        ),
    ),
    "request_answer": plainly(msgid("You asked for it, or own the deal by now: you hear each answer once.")),
    "request_raised": plainly(
        msgid("You lead whoever was asked, or whoever owns the deal."),
        msgid("What is not answered a working day after its reminder is told to whoever leads, once."),
    ),
    "handover": plainly(msgid("You asked for this handover, and hear how it went.")),
    **dict.fromkeys(
        ("handed_over", "handover_told", "handover_back"),
        plainly(msgid("A handover gives you what a colleague held, or takes what you held, or is of people you lead.")),
    ),
    "same_customer": plainly(
        msgid("Somebody found that two customers look like one, and it is for you to say whether they are.")
    ),
    "pair_apart": plainly(msgid("You had named the two as one customer; whoever was asked has answered.")),
    "customer_merged": plainly(msgid("You held a lead or a deal of one of the two when they were merged.")),
    "contact_left": plainly(msgid("You lead whoever logged it, and a deal may hang on who comes next.")),
}
