"""The browser workspace: a page that draws what the bot sends and sends what people do."""
