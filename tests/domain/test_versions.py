from datetime import date

from cpr_desk.domain.dispatch import Issue, IssueKind, versions_in_force

TODAY = date(2021, 7, 1)


def test_versions_are_in_force_by_the_order_in_which_they_left() -> None:
    def version(number: int, hour: str, kind: IssueKind = IssueKind.CONVOCATION, place: int = 0) -> Issue:
        return Issue(kind, number, TODAY, str(number), 1, {"heure": hour}, id=place or number)

    same = [version(1, "14 h"), version(2, "15 h"), version(3, "14 h"), version(4, "14 h")]
    cancelled = version(1, "14 h", IssueKind.CANCELLATION, 9)
    after = version(5, "14 h", place=10)

    assert versions_in_force(same, IssueKind.CONVOCATION) == {3, 4}
    assert versions_in_force([*same, cancelled], IssueKind.CONVOCATION) == {3, 4}
    assert versions_in_force([*same, cancelled, after], IssueKind.CONVOCATION) == {5}
    assert versions_in_force(same, IssueKind.AGENDA) == frozenset()
