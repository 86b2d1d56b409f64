"""Views 视图: lists of deals as people want them, typed in a line, chosen in a form, kept under a name."""
