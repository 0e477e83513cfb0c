"""A process that writes the convocations of a meeting as one file."""

import sys
from datetime import date
from pathlib import Path

from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.reports.files import write_atomically
from cpr_desk.services import commission as commissions
from cpr_desk.services import meetings
from cpr_desk.services.instance import open_existing

folder, meeting_id, target = sys.argv[1:]
db = open_existing(Path(folder))
commission_id = commissions.the_commission(db).id
meeting = meetings.find_meeting(db, commission_id, int(meeting_id))
request = Request(commission_id, DocumentKind.CONVOCATIONS, meeting.on, date(2026, 11, 3), meeting.id)
write_atomically(Path(target), documents.render(db, request))
