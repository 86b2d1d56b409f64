"""Emoji by shortcode: the ones a sales team's bot is likely to send."""

import re

SHORTCODE = re.compile(r":([a-z0-9_+'\-]+)(?:::skin-tone-\d)?:")

EMOJI = {
    "+1": "👍", "-1": "👎", "100": "💯", "alarm_clock": "⏰", "arrow_down": "⬇️", "arrow_left": "⬅️",
    "arrow_right": "➡️", "arrow_up": "⬆️", "arrow_forward": "▶️", "arrow_backward": "◀️",
    "arrows_counterclockwise": "🔄", "back": "🔙", "bar_chart": "📊", "bell": "🔔", "bellhop_bell": "🛎️",
    "birthday": "🎂", "blue_circle": "🔵", "bookmark": "🔖", "briefcase": "💼", "bulb": "💡",
    "busts_in_silhouette": "👥",
    "bust_in_silhouette": "👤", "calendar": "📆", "card_index": "📇", "chart_with_downwards_trend": "📉",
    "chart_with_upwards_trend": "📈", "clap": "👏", "clipboard": "📋", "clock3": "🕒", "clock9": "🕘",
    "coffee": "☕", "confetti_ball": "🎊", "credit_card": "💳", "crossed_flags": "🎌", "crown": "👑", "dart": "🎯",
    "date": "📅", "email": "✉️", "envelope": "✉️", "exclamation": "❗", "eyes": "👀", "factory": "🏭",
    "file_folder": "📁", "fire": "🔥", "first_place_medal": "🥇", "flags": "🎏", "gear": "⚙️", "ghost": "👻",
    "gift": "🎁", "green_circle": "🟢", "grey_question": "❔", "handshake": "🤝", "hammer": "🔨", "heart": "❤️",
    "heavy_check_mark": "✔️", "heavy_minus_sign": "➖", "heavy_plus_sign": "➕", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "house": "🏠", "inbox_tray": "📥", "information_source": "ℹ️", "key": "🔑",
    "large_blue_circle": "🔵", "large_green_circle": "🟢", "large_orange_circle": "🟠", "large_red_square": "🟥",
    "large_yellow_circle": "🟡", "large_blue_square": "🟦", "large_green_square": "🟩", "link": "🔗", "lock": "🔒",
    "loudspeaker": "📢", "mag": "🔍", "mailbox": "📫", "mega": "📣", "memo": "📝", "money_with_wings": "💸",
    "moneybag": "💰", "moon": "🌔", "muscle": "💪", "mute": "🔇", "new": "🆕", "no_bell": "🔕", "no_entry": "⛔",
    "no_entry_sign": "🚫", "office": "🏢", "ok": "🆗", "ok_hand": "👌", "orange_circle": "🟠", "outbox_tray": "📤",
    "package": "📦", "page_facing_up": "📄", "paperclip": "📎", "pencil": "📝", "pencil2": "✏️", "phone": "☎️",
    "telephone_receiver": "📞", "iphone": "📱", "point_right": "👉", "pray": "🙏", "printer": "🖨️", "pushpin": "📌",
    "question": "❓", "raised_hands": "🙌", "raising_hand": "🙋", "red_circle": "🔴", "recycle": "♻️",
    "repeat": "🔁", "robot_face": "🤖", "rocket": "🚀", "rotating_light": "🚨", "round_pushpin": "📍",
    "second_place_medal": "🥈", "seedling": "🌱", "shield": "🛡️", "slightly_smiling_face": "🙂", "smile": "😄",
    "smiley": "😃", "snowflake": "❄️", "sparkles": "✨", "speech_balloon": "💬", "star": "⭐", "star2": "🌟",
    "stopwatch": "⏱️", "sunny": "☀️", "sunrise": "🌅", "sweat_smile": "😅", "swimmer": "🏊", "ocean": "🌊",
    "tada": "🎉", "thinking_face": "🤔", "third_place_medal": "🥉", "thumbsup": "👍", "thumbsdown": "👎",
    "trophy": "🏆", "truck": "🚚", "unlock": "🔓", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅",
    "white_circle": "⚪", "white_large_square": "⬜", "black_circle": "⚫", "wrench": "🔧", "x": "❌",
    "yellow_circle": "🟡", "zap": "⚡", "zzz": "💤", "sleeping": "😴", "spiral_calendar_pad": "🗓️",
    "world_map": "🗺️", "dollar": "💵", "yen": "💴", "label": "🏷️", "triangular_flag_on_post": "🚩",
    "checkered_flag": "🏁", "leftwards_arrow_with_hook": "↩️", "arrow_right_hook": "↪️", "wastebasket": "🗑️",
    "small_blue_diamond": "🔹", "small_orange_diamond": "🔸", "person_raising_hand": "🙋",
}  # fmt: skip


def emojis(text: str) -> str:
    """Known shortcodes become emoji; unknown ones stay as they are, as Slack leaves them."""
    return SHORTCODE.sub(lambda found: EMOJI.get(found[1], found[0]), text)
