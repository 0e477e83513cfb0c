"""A tab of the meeting chosen: its preparation, its agenda, what was sent, its documents."""

from cpr_desk.domain.meetings import Meeting
from cpr_desk.ui.pages.detail_tabs import DetailTab


class MeetingTab(DetailTab):
    """Fill it and override `show_meeting`; told of the meeting each time it comes up."""

    def show_meeting(self, meeting: Meeting) -> None:
        """Show a meeting as it is stored now."""
        raise NotImplementedError
