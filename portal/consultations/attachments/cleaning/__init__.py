"""The tools that take a stranger's file apart and rebuild it: bytes in, bytes out. They run in a process of their own
(``portal.consultations.attachments.workshop``), so nothing in here imports Django or anything of ours but its neighbours."""
