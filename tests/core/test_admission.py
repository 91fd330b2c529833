"""RELIABILITY R21, R22: who gets in and out by which door, against a model in plain Python of roles and doors."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import ShareId
from tests.core.house import room, user
from tests.core.invariants import check
from tests.core.machine import NAMES, Machine, anyone
from tests.core.machine_roles import RANKS
from tests.core.test_machines import LONG, SHORT, run


class Link:
    """A link as the model knows it. `uses` that are left; None: no limit."""

    def __init__(self, role: str, uses: int | None) -> None:
        self.role = role
        self.uses = uses
        self.live = True


class Admission(Machine):
    """A room with places for four, four accounts and two guests. What a command does to whom is written here anew."""

    def __init__(self) -> None:
        super().__init__()
        self.house = room(limits=Limits(max_members=4, shares=3))
        self.owner = "ann"
        self.own: dict[str, str] = {"ann": "owner"}
        self.linked: dict[str, tuple[str, str]] = {}
        self.invited: dict[str, str] = {}
        self.links: dict[str, Link] = {}
        self.out: set[str] = set()
        self.blocked: set[str] = set()
        self.kept: dict[str, str] = {}
        self.solo = False

    # --- what the model knows

    def role(self, who: str) -> str | None:
        """The best of somebody's grants."""
        roles = [role for role in (self.own.get(who), self.linked.get(who, (None, None))[1]) if role]
        return max(roles, key=RANKS.__getitem__, default=None)

    def rank(self, who: str) -> int:
        """Return the rank of somebody who may act at all."""
        return -1 if self.solo and who != self.owner else RANKS.get(self.role(who) or "", -1)

    def has_place(self, who: str) -> bool:
        """Whether somebody has a place, or there is one left."""
        taken = {*self.own, *self.linked, *self.invited}
        return who in taken or len(taken) < 4

    def drop(self, who: str) -> None:
        """Forget a member."""
        self.own.pop(who, None)
        self.linked.pop(who, None)

    # --- invitations

    @rule(who=anyone, whom=anyone, role=st.sampled_from(["moderator", "collaborator", "observer"]))
    def invite(self, who: str, whom: str, role: Any) -> None:
        allowed = (
            not self.solo
            and self.rank(who) > max(1, RANKS[role])
            and self.role(whom) is None
            and whom not in self.invited
            and (whom not in self.blocked or who == self.owner)
            and self.has_place(whom)
        )
        if self.expect(allowed, who, c.Invite(user(whom), role)):
            self.invited[whom] = role
            self.blocked.discard(whom)

    @rule(who=anyone, whom=anyone)
    def revoke(self, who: str, whom: str) -> None:
        allowed = whom in self.invited and self.rank(who) > max(1, RANKS[self.invited[whom]])
        if self.expect(allowed, who, c.RevokeInvite(self.house.pending(whom))):
            del self.invited[whom]

    @precondition(lambda self: self.invited)
    @rule(who=anyone, whom=anyone)
    def accept(self, who: str, whom: str) -> None:
        """Accept the invitation of `whom`, which is one's own or is not."""
        pending = self.house.pending(whom)
        resent = whom not in self.invited and self.role(who) is not None
        mine = who == whom and whom in self.invited
        if self.expect(not self.solo and (mine or resent), who, c.AcceptInvite(pending)) and mine:
            role = self.invited.pop(who)
            self.own[who] = max(role, self.own.get(who, role), key=RANKS.__getitem__)
            self.out.discard(who)
            self.kept.pop(who, None)

    @precondition(lambda self: self.invited)
    @rule(who=anyone, whom=anyone)
    def decline(self, who: str, whom: str) -> None:
        if self.expect(who == whom and whom in self.invited, who, c.DeclineInvite(self.house.pending(whom))):
            del self.invited[who]

    # --- links

    @rule(who=anyone, role=st.sampled_from(["collaborator", "observer"]), uses=st.sampled_from([None, 1, 2]))
    def create(self, who: str, role: Any, uses: int | None) -> None:
        allowed = who == self.owner and not self.solo and len(self.links) < 3
        asked = c.CreateShare(self.house.mint("request"), ("room",), role, max_uses=uses)
        if self.expect(allowed, who, asked):
            self.links[list(self.house.state.shares)[-1]] = Link(role, uses)

    @precondition(lambda self: self.links)
    @rule(whom=st.sampled_from([*NAMES, "guest:g1", "guest:g2"]), place=st.integers(0, 2))
    def redeem(self, whom: str, place: int) -> None:
        share, link = list(self.links.items())[place % len(self.links)]
        command = self.house.redemption(whom, self.house.state.shares[ShareId(share)])
        if self.role(whom) is not None:
            assert self.house.host(command) == []
            return
        live = not self.solo and link.live and link.uses != 0 and whom not in self.out
        if not live or not self.has_place(whom):
            expected = "room/unknown" if whom in self.blocked else "room/full" if live else "share/dead"
            assert self.house.host_refused(command) == expected
            return
        self.house.host(command)
        link.uses = None if link.uses is None else link.uses - 1
        self.linked[whom] = (share, min(link.role, self.kept.pop(whom, "owner"), key=RANKS.__getitem__))

    @precondition(lambda self: self.links)
    @rule(who=anyone, place=st.integers(0, 2))
    def revoke_link(self, who: str, place: int) -> None:
        share = list(self.links)[place % len(self.links)]
        if self.expect(who == self.owner, who, c.RevokeShare(share)):
            newcomers = self.links.pop(share).role
            for whom in [whom for whom, (by, _) in self.linked.items() if by == share]:
                role = self.linked.pop(whom)[1]
                if whom not in self.own and RANKS[role] < RANKS[newcomers]:
                    self.kept[whom] = role

    @precondition(lambda self: self.links)
    @rule(who=anyone, place=st.integers(0, 2))
    def confirm(self, who: str, place: int) -> None:
        share = list(self.links)[place % len(self.links)]
        if self.expect(who == self.owner and not self.solo, who, c.ConfirmShare(share)):
            self.links[share].live = True

    def suspend_links(self) -> None:
        """No link admits anybody until it is confirmed."""
        for link in self.links.values():
            link.live = False

    # --- members

    @rule(who=anyone)
    def join(self, who: str) -> None:
        allowed = not self.solo and (self.role(who) is not None or (who not in self.out and self.has_place(who)))
        if self.expect(allowed, who, c.JoinRoom()) and who not in self.own:
            self.own[who] = min("collaborator", self.kept.pop(who, "owner"), key=RANKS.__getitem__)

    @rule(who=st.sampled_from([*NAMES, "guest:g1", "guest:g2"]))
    def leave(self, who: str) -> None:
        if self.expect(self.role(who) not in (None, "owner"), who, c.Leave()):
            share = self.linked.get(who, ("", ""))[0]
            newcomers = "collaborator" if who in self.own else self.links[share].role
            role = self.own.get(who) or self.linked[who][1]
            if RANKS[role] < RANKS[newcomers]:
                self.kept[who] = role
            self.drop(who)

    @rule(who=anyone, whom=st.sampled_from([*NAMES, "guest:g1", "guest:g2"]), block=st.booleans())
    def remove(self, who: str, whom: str, block: bool) -> None:
        allowed = self.rank(who) >= 2 and RANKS.get(self.role(whom) or "", 9) < self.rank(who)
        if self.expect(allowed, who, c.RemoveMember(user(whom), block)):
            if block and whom.startswith("guest:"):
                self.links[self.linked[whom][0]].live = False
            self.drop(whom)
            self.invited.pop(whom, None)
            self.out.add(whom)
            self.blocked |= {whom} if block else set()

    @rule(who=anyone, whom=st.sampled_from([*NAMES, "guest:g1", "guest:g2"]), role=st.sampled_from(list(RANKS)[:3]))
    def set_role(self, who: str, whom: str, role: Any) -> None:
        guest = whom.startswith("guest:")
        allowed = who == self.owner and self.role(whom) not in (None, "owner") and not (guest and role == "moderator")
        if self.expect(allowed, who, c.SetRole(user(whom), role)):
            self.invited.pop(whom, None)
            if guest:
                self.linked[whom] = (self.linked[whom][0], role)
            else:
                self.drop(whom)
                self.own[whom] = role

    @rule(who=anyone, whom=anyone)
    def transfer(self, who: str, whom: str) -> None:
        allowed = who == self.owner and not self.solo and self.role(whom) is not None
        if self.expect(allowed, who, c.TransferOwnership(user(whom))) and who != whom:
            self.take_over(whom)

    @rule(whom=anyone)
    def chown(self, whom: str) -> None:
        if whom != self.owner and self.has_place(whom):
            self.house.chown(whom)
            self.take_over(whom)

    def take_over(self, whom: str) -> None:
        """Make `whom` the owner, and the former owner a moderator."""
        self.drop(whom)
        self.own[self.owner], self.own[whom] = "moderator", "owner"
        self.owner = whom
        self.invited.pop(whom, None)
        self.kept.pop(whom, None)
        self.out.discard(whom)
        self.blocked.discard(whom)
        self.suspend_links()

    @rule(who=anyone, solo=st.sampled_from([True, False, False]))
    def set_collaboration(self, who: str, solo: bool) -> None:
        if self.expect(who == self.owner, who, c.SetCollaboration(not solo)) and solo != self.solo:
            self.solo = solo
            if solo:
                self.invited.clear()
                self.suspend_links()

    @invariant()
    def same_room(self) -> None:
        state = self.house.state
        present = {who: m.role for who, m in state.members.items() if m.role != "left"}
        assert present == {user(who): self.role(who) for who in {*self.own, *self.linked}}
        assert {made.who: made.role for made in state.invites.values()} == {
            user(who): role for who, role in self.invited.items()
        }
        assert (state.removed, state.blocked) == ({user(w) for w in self.out}, {user(w) for w in self.blocked})
        check(state, self.house.limits)


def test_people_get_in_and_out_as_the_model_says() -> None:
    run(Admission, SHORT)


@pytest.mark.torture
def test_people_get_in_and_out_as_the_model_says_at_length() -> None:
    run(Admission, LONG)
