"""What is shown already and a follow-up makes untrue: reminders, an alert, posted cards."""

from core import tasks
from core.models import Member
from core.notices import Again
from core.reading import Reading
from core.silence import alerts
from core.visits.thread import Thread
from core.visits.write import Written


def again(reading: Reading, thread: Thread, written: Written, *, by: Member) -> list[Again]:
    """All that is to be drawn once more."""
    return [*_planned(reading, written, by=by), *_lead(thread, written), *_deal(thread, written)]


def _planned(reading: Reading, written: Written, *, by: Member) -> list[Again]:
    """The reminders of what the follow-up fulfilled are struck through, as is that nothing was planned for its day."""
    done = [tasks.closed(each["id"], cause=str(written.audit_id)) for each in written.fulfilled]
    step = reading.next_step
    return [*done, tasks.planned_for(by, step.on, cause=written.audit_id)] if step and step.on else done


def _lead(thread: Thread, written: Written) -> list[Again]:
    """A lead's posted cards become true again, and its open alert is dealt with."""
    lead, version = thread.lead, written.lead_version
    if lead is None or version is None:
        return []
    topic = f"lead:{lead.id}"
    card = Again(mode="redraw", topic=topic, kind="lead_card", facts={"lead": lead.id}, key=f"{topic}:v{version}")
    return [card, *(alerts.resolved(lead, cause=f"v{version}") if written.warned else [])]


def _deal(thread: Thread, written: Written) -> list[Again]:
    """A deal's posted cards become true again."""
    if thread.deal is None or written.deal_version is None:
        return []
    topic, key = f"deal:{thread.deal.id}", f"deal:{thread.deal.id}:v{written.deal_version}"
    return [Again(mode="redraw", topic=topic, kind="deal_card", facts={"deal": thread.deal.id}, key=key)]
