"""What columns, rows and reasons of an import are called."""

from core.errors import msgid
from core.imports import checking, invoiced, items, naming, plans
from core.models import RowState
from handlers.leads.words import LABELS

FIELDS = {
    **LABELS,
    "note": msgid("Note"),
    "invoice": msgid("Invoice number"),
    "buyer": msgid("Buyer"),
    "tax_id": msgid("Tax number"),
    "invoiced_on": msgid("Invoice date"),
    "amount": msgid("Amount without tax"),
    "tax": msgid("Tax"),
    "total": msgid("Amount with tax"),
    "currency": msgid("Currency"),
    "goods": msgid("Goods"),
    "quantity": msgid("Quantity"),
    "invoice_state": msgid("Invoice state"),
}
STATES = {
    RowState.NEW: msgid("new"),
    RowState.KNOWN: msgid("customer on record"),
    RowState.JOINED: msgid("goes with another row"),
    RowState.LIKELY: msgid("likely known"),
    RowState.DUPLICATE: msgid("duplicate"),
    RowState.BAD: msgid("something wrong"),
    RowState.FULL: msgid("not yours to take now"),
    RowState.ENTERED: msgid("entered"),
    RowState.ENRICHED: msgid("entered"),
    RowState.UNDONE: msgid("taken back"),
}
# What a count of rows says of them, where each row says more.
SHORT = {
    naming.NO_CUSTOMER: msgid("without a customer's name"),
    naming.NO_NAME: msgid("what stands for the customer is no name"),
    naming.A_TOTAL: msgid("a line of totals"),
    naming.A_NOTE: msgid("a note on the list"),
    naming.A_HEAD: msgid("the headers once more"),
    naming.LONG_NAME: msgid("a name that is too long"),
    invoiced.NO_NUMBER: msgid("without an invoice number"),
    invoiced.BAD_NUMBER: msgid("what stands for the invoice number is none"),
    invoiced.VOID: msgid("a voided invoice"),
    invoiced.TWICE: msgid("a line that stands twice"),
    checking.IN_POOL: msgid("in the pool already"),
    checking.MINE: msgid("yours already"),
    checking.HELD: msgid("followed up already, which you may look at"),
    checking.HIDDEN: msgid("a colleague is following it up"),
    checking.LOOKS_LIKE: msgid("looks like a customer on record"),
    checking.LOOKS_HIDDEN: msgid("looks like a colleague's customer"),
    checking.ON_RECORD: msgid("an invoice on record already"),
    items.LIKE_ROW: msgid("looks like another row of the file"),
    plans.NO_ROOM: msgid("more than you may hold"),
    plans.WAITS: msgid("let go by you, and waiting for others first"),
}
