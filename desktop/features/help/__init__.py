"""帮助: short pages in Chinese that come with the program."""

from __future__ import annotations

from desktop.features.help.service import HelpTopic, find_topics, help_topics

__all__ = ["HelpTopic", "find_topics", "help_topics"]
