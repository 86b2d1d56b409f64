"""Evidence 凭证 in chat: files dropped into a thread, kinds that are asked for, what a deal has."""
