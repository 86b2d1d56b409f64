"""Sources 来源 and campaigns 活动 in chat: the list, its costs, what a form offers of it."""
