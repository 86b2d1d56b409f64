"""Forms of what a person chose: what they get and when; until when a customer is muted."""

from core import choices, mutes
from core.choices import Choices
from core.errors import Missing
from core.models import Member
from handlers import payload
from handlers.choices import views
from handlers.pressing import Submission
from handlers.words import translator_for


async def save(form: Submission) -> None:
    """Keep what was chosen, also for the channels the person may choose for."""
    async with form.db.begin() as session:
        member = await session.get_one(Member, (form.me.workspace_id, form.me.id))
        member = await choices.choose(session, choices=_chosen(form, member), by=member, now=form.now())
        for team in await choices.channels_of(session, by=member):
            if (wanted := form.many.get(views.channel_field(team))) is not None:
                off = [kind for kind in choices.CHANNEL_KINDS if kind not in wanted]
                await choices.choose_for_channel(session, team_id=team.id, notices_off=off, by=member, now=form.now())
    await form.show(views.saved(translator_for(member)))


def _chosen(form: Submission, member: Member) -> Choices:
    works_from, works_until = (
        payload.clock(form.fields.get("works_from")),
        payload.clock(form.fields.get("works_until")),
    )
    lead_time, shown = payload.minutes(form.fields.get("lead_time")), views.kinds_of(member)
    if works_from is None or works_until is None or lead_time is None:
        raise Missing
    wanted, language = form.many.get("kinds", []), form.fields.get("language")
    return Choices(
        notices_off=[kind for kind in shown if kind not in wanted]
        + [kind for kind in member.notices_off if kind not in shown],
        works_from=works_from,
        works_until=works_until,
        workdays=payload.weekdays(form.many.get("workdays", [])),
        quiet_from=payload.clock(form.fields.get("quiet_from")),
        quiet_until=payload.clock(form.fields.get("quiet_until")),
        digest_at=payload.clock(form.fields.get("digest_at")) if member.manages else member.digest_at,
        lead_time=lead_time,
        language=None if language == "slack" else language,
    )


async def mute(form: Submission) -> None:
    """Mute a customer until the day chosen."""
    until = payload.day(form.fields.get("until"))
    if until is None:
        raise Missing
    async with form.db.begin() as session:
        muted, account = await mutes.mute(
            session, account_id=form.id("account"), until=until, by=form.me, now=form.now()
        )
    await form.show(views.muted(muted, account, form.t))
