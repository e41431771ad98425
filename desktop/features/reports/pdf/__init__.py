"""Drawing on PDF pages: the only room that uses reportlab."""
