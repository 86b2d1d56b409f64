"""Web forms 网页表单: how an admin makes them in chat, the page visitors see, what their owners are told."""
