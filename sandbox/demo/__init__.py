"""A workspace to try Genjin in: people, channels, a history played through Slack's wire, and a clock to move."""
