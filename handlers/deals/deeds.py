"""What the More… menu of a deal's card offers, in this order; handlers.register says who does each."""

from handlers.more import Deed

DEEDS: tuple[Deed, ...] = ()
