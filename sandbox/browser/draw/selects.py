"""Select menus of every source, single and multi, as one type-ahead list with chips for what is chosen."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from sandbox.browser.draw.buttons import confirm
from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.place import Place, fresh
from sandbox.browser.draw.texts import plain, rich
from sandbox.browser.draw.viewer import Viewer

ID_LISTS = {"users": "user", "conversations": "conversation", "channels": "channel"}


def select(element: Json, place: Place, viewer: Viewer) -> Markup:
    """`static_select`, `multi_external_select`, `users_select`, …: the type says what is offered and how many."""
    many, source = _kind(element)
    hint = plain(element.get("placeholder")) or viewer.t("Choose…")
    list_id = fresh("options")
    box = h("div", *(chip(option, viewer) for option in _chosen(element, source, many, viewer)), h(
        "input", type="text", role="combobox", aria_expanded="false", aria_controls=list_id, aria_autocomplete="list",
        autocomplete="off", placeholder=hint,
        autofocus=bool(element.get("focus_on_load")), **place.control(hint)), class_="combo-box")  # fmt: skip
    options = h("ul", *_offered(element, source, viewer), role="listbox", id=list_id, popover="manual",
                class_="menu combo-list", aria_multiselectable="true" if many else None)  # fmt: skip
    extra = {"data_source": source, "data_many": many, "data_max": element.get("max_selected_items")}
    if source == "external":
        extra["data_min_query"] = element.get("min_query_length", 3)
    return h("div", box, options, confirm(element, viewer), class_="combo", **extra, **place.ids(element))


def chip(option: Json, viewer: Viewer) -> Markup:
    """One chosen option, with a button that takes it away."""
    label = plain(option.get("text"))
    away = h("button", "×", type="button", aria_label=viewer.t("Remove {name}", name=label))
    return h("span", h("span", label), away, class_="chip", data_option=json.dumps(option))


def options_list(answer: Json, viewer: Viewer) -> Markup:
    """The options an external source (or the element itself) offers, grouped or not."""
    groups = answer.get("option_groups")
    if not groups:
        return Markup("").join(_option(option, viewer) for option in answer.get("options") or [])
    return Markup("").join(
        h("li", h("span", plain(group.get("label")), class_="combo-group"),
          h("ul", *(_option(option, viewer) for option in group.get("options", [])), role="group",
            aria_label=plain(group.get("label"))), role="presentation")
        for group in groups
    )  # fmt: skip


def _option(option: Json, viewer: Viewer) -> Markup:
    note = h("small", plain(option["description"])) if option.get("description") else None
    return h("li", rich(option.get("text"), viewer), note, role="option", aria_selected="false",
             data_option=json.dumps(option), data_label=plain(option.get("text")))  # fmt: skip


def _kind(element: Json) -> tuple[bool, str]:
    kind = str(element.get("type", ""))
    return kind.startswith("multi_"), kind.removeprefix("multi_").removesuffix("_select")


def _offered(element: Json, source: str, viewer: Viewer) -> Iterator[Markup]:
    if source in ("static", "external"):
        yield options_list(element, viewer)
    else:
        yield options_list({"options": list(_named(_ids(element, source, viewer), viewer))}, viewer)


def _ids(element: Json, source: str, viewer: Viewer) -> list[str]:
    """Whom or what the menu lists; a conversations menu may ask for channels or people only."""
    asked = (element.get("filter") or {}).get("include") or ["im", "public", "private"]
    channels = source != "users" and (source == "channels" or bool({"public", "private"} & set(asked)))
    people = source != "channels" and (source == "users" or "im" in asked)
    return [*(viewer.channels if channels else ()), *(viewer.people if people else ())]


def _named(keys: Iterable[str], viewer: Viewer) -> Iterator[Json]:
    for key in keys:
        name = viewer.people.get(key) or viewer.channels.get(key) or key
        mark = "#" if key in viewer.channels else "@"
        yield {"text": {"type": "plain_text", "text": f"{mark}{name}", "emoji": False}, "value": key}


def _chosen(element: Json, source: str, many: bool, viewer: Viewer) -> list[Json]:
    noun = ID_LISTS.get(source, "option")
    value = element.get(f"initial_{noun}{'s' if many else ''}") or []
    chosen: list[Any] = list(value) if many else [value] if value else []
    return list(_named(chosen, viewer)) if source in ID_LISTS else chosen
