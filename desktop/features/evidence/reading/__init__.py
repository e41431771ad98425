"""Looking into materials: their text and small pictures of their pages.

Everything here runs inside the limited child process alone; Pillow, pypdfium2 and python-calamine
are loaded there and nowhere else.
"""
