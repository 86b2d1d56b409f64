"""What each is told 通知设置: their hours, what they mute, and why something was told."""
