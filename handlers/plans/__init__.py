"""A deal's plan 计划 in chat, and the templates of pipelines."""
