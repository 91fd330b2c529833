"""R21: roles and invitations against a model that knows no code of the core."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from jupyter_collabchat.core import commands as c
from tests.core.house import room, user
from tests.core.machine import NAMES, Machine, anyone, watched

RANKS = {"observer": 0, "collaborator": 1, "moderator": 2, "owner": 3}
roles = st.sampled_from(["moderator", "collaborator", "observer"])
WEEK_S = 7 * 24 * 60 * 60

# Mostly those of whom something may come: a walk over refusals alone would prove little.
somebody = st.runner().flatmap(lambda model: st.sampled_from((model.owner,) * 3 + NAMES))
outsider = st.runner().flatmap(lambda model: st.sampled_from((*sorted(set(NAMES) - set(model.role)) * 3, *NAMES)))
invitee = st.runner().flatmap(lambda model: st.sampled_from((*sorted(model.invited) * 3, *NAMES)))


class Roles(Machine):
    """Who is in the room, with which role, muted or not, and for whom a place is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.house = watched(room())
        self.role = {"ann": "owner"}
        self.muted: set[str] = set()
        self.out: set[str] = set()
        self.blocked: set[str] = set()
        self.invited: dict[str, str] = {}
        self.kept: dict[str, tuple[str, bool]] = {}

    @initialize()
    def come(self) -> None:
        """Begin with everybody in the room, one of each role."""
        for who, role in (("bob", "moderator"), ("carl", "collaborator"), ("dora", "observer")):
            self.join(who)
            self.set_role("ann", who, role)

    @property
    def owner(self) -> str:
        """Who owns the room."""
        return next(who for who, role in self.role.items() if role == "owner")

    def moderates(self, who: str) -> bool:
        """Whether `who` may moderate anybody at all."""
        return RANKS.get(self.role.get(who, ""), -1) >= 2 and who not in self.muted

    def outranks(self, who: str, whom: str) -> bool:
        """Whether `who` may moderate `whom`."""
        return self.moderates(who) and whom in self.role and RANKS[self.role[who]] > RANKS[self.role[whom]]

    @precondition(lambda self: len(self.role) < len(NAMES))
    @rule(who=outsider)
    def join(self, who: str) -> None:
        if self.expect(who in self.role or who not in self.out, who, c.JoinRoom()) and who not in self.role:
            role, muted = self.kept.pop(who, ("collaborator", False))
            self.role[who] = "observer" if role == "observer" else "collaborator"
            self.muted |= {who} if muted else set()

    @rule(who=anyone)
    def leave(self, who: str) -> None:
        if self.expect(self.role.get(who, "owner") != "owner", who, c.Leave()):
            self.kept[who] = (self.role.pop(who), who in self.muted)
            self.muted.discard(who)

    @rule(who=somebody, whom=anyone, block=st.booleans())
    def remove(self, who: str, whom: str, block: bool) -> None:
        if self.expect(self.outranks(who, whom), who, c.RemoveMember(user(whom), block)):
            del self.role[whom]
            self.muted.discard(whom)
            self.invited.pop(whom, None)
            self.out.add(whom)
            self.blocked |= {whom} if block else set()

    @precondition(lambda self: len(self.role) < len(NAMES))
    @rule(who=somebody, whom=outsider, role=roles)
    def invite(self, who: str, whom: str, role: Any) -> None:
        """Keep a place below one's own rank for somebody who has none; only the owner does for who is blocked."""
        asked = whom not in self.role and whom not in self.invited
        allowed = self.moderates(who) and asked and RANKS[role] < RANKS[self.role[who]]
        allowed = allowed and (whom not in self.blocked or self.role[who] == "owner")
        if self.expect(allowed, who, c.Invite(user(whom), role)):
            self.invited[whom] = role
            self.blocked.discard(whom)

    @precondition(lambda self: self.invited)
    @rule(who=somebody, whom=invitee)
    def revoke(self, who: str, whom: str) -> None:
        allowed = self.moderates(who) and whom in self.invited
        allowed = allowed and RANKS[self.invited[whom]] < RANKS[self.role[who]]
        if self.expect(allowed, who, c.RevokeInvite(self.house.pending(whom))):
            del self.invited[whom]

    @rule(who=invitee)
    def accept(self, who: str) -> None:
        """Come in with the role of the invitation, or rise to it; a member without one has had theirs."""
        allowed = who not in self.muted and (who in self.invited or who in self.role)
        if self.expect(allowed, who, c.AcceptInvite(self.house.pending(who))) and who in self.invited:
            role = self.invited.pop(who)
            if who in self.role:
                self.role[who] = max(role, self.role[who], key=RANKS.__getitem__)
            else:
                self.role[who] = role
                self.muted |= {who} if self.kept.pop(who, ("", False))[1] else set()
                self.out.discard(who)

    @precondition(lambda self: self.invited)
    @rule(who=invitee)
    def come_by_both_doors(self, who: str) -> None:
        """Join as anybody may, with an invitation still open, and accept it then."""
        self.join(who)
        self.accept(who)

    @precondition(lambda self: self.invited)
    @rule(who=invitee, whose=invitee)
    def decline(self, who: str, whose: str) -> None:
        if self.expect(who == whose and who in self.invited, who, c.DeclineInvite(self.house.pending(whose))):
            del self.invited[who]

    @precondition(lambda self: len(self.invited) > 1)
    @rule()
    def wait_a_week(self) -> None:
        self.house.later(WEEK_S)
        self.invited.clear()

    @rule(who=somebody, whom=anyone)
    def mute(self, who: str, whom: str) -> None:
        if self.expect(self.outranks(who, whom), who, c.Mute(user(whom))):
            self.muted.add(whom)

    @rule(who=somebody, whom=anyone)
    def unmute(self, who: str, whom: str) -> None:
        if self.expect(self.outranks(who, whom), who, c.Unmute(user(whom))):
            self.muted.discard(whom)

    @rule(who=somebody, whom=anyone, role=roles)
    def set_role(self, who: str, whom: str, role: Any) -> None:
        allowed = self.role.get(who) == "owner" and self.outranks(who, whom)
        if self.expect(allowed, who, c.SetRole(user(whom), role)):
            self.role[whom] = role
            self.invited.pop(whom, None)

    @rule(who=somebody, whom=anyone)
    def transfer(self, who: str, whom: str) -> None:
        allowed = self.role.get(who) == "owner" and whom in self.role and whom not in self.muted
        if self.expect(allowed, who, c.TransferOwnership(user(whom))):
            self.role[who] = "moderator"
            self.role[whom] = "owner"
            self.invited.pop(whom, None)

    @rule(who=anyone)
    def speak(self, who: str) -> None:
        allowed = RANKS.get(self.role.get(who, ""), -1) >= 1 and who not in self.muted
        self.expect(allowed, who, c.PostMessage(self.house.mint("message"), "hello"))

    @invariant()
    def same_people(self) -> None:
        members = {who: m for who, m in self.house.state.members.items() if m.role != "left"}
        assert {who: m.role for who, m in members.items()} == {user(who): role for who, role in self.role.items()}
        assert {who for who, m in members.items() if m.muted} == {user(who) for who in self.muted}
        assert {made.who: made.role for made in self.house.state.invites.values()} == {
            user(who): role for who, role in self.invited.items()
        }
        assert self.house.state.blocked == {user(who) for who in self.blocked}
