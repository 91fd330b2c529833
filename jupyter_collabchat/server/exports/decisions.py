"""Decisions as JSON Lines (everything, as kept), as CSV (one row per act) and as Markdown (for reading). Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ... import wire
from ...core.audit import Act, Decision
from ...core.ids import ParticipantId, local_name
from ...room.shapes import DecisionRecord, PromptValue
from .formats import Format
from .safe import cell, fenced, inline, moment, quoted

COLUMNS = (
    "decision",
    "act",
    "at",
    "by",
    "who",
    "choice",
    "counts",
    "reason",
    "may_run",
    "subject",
    "title",
    "policy",
    "seats",
    "hash",
    "asked_for",
    "arguments",
)
_ACTS = {
    "ballot": "voted",
    "seat_lost": "lost the seat",
    "override": "decided alone",
    "resolved": "ended",
    "claim": "began",
    "effect": "was done",
}


def _line(record: DecisionRecord) -> str:
    return wire.encode(record).decode() + "\n"


# --- CSV


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def _rows(record: DecisionRecord) -> Iterator[tuple[str, ...]]:
    decision = record["decision"]
    about = (decision.subject, decision.title, decision.policy, " ".join(decision.seats), decision.hash or "")
    asked = decision.asker or ""
    opened = (decision.id, "opened", moment(decision.opened_at), decision.by, "", "", "", "", "")
    yield (*opened, *about, asked, decision.detail)
    for act in decision.acts:
        did = (decision.id, act.what, moment(act.at), act.by, act.who or "", _said(decision, act), _counts(act))
        yield (*did, act.reason or "", "yes" if act.may_run else "", *about, asked, "")


def _said(decision: Decision, act: Act) -> str:
    """Return what an act chose or came to, options by their labels."""
    labels = {option.id: option.label for option in decision.options}
    chosen = act.choices or ((act.choice,) if act.choice else ())
    words = [str(value) for value in (act.answers or {}).values()]
    found = "; ".join([*(labels.get(choice, choice) for choice in chosen), *words])
    return (
        found or labels.get(act.outcome or "", act.outcome or "") or act.effect or ("cancelled" if _ends(act) else "")
    )


def _ends(act: Act) -> bool:
    return act.what == "resolved"


def _counts(act: Act) -> str:
    return "" if act.what != "ballot" else act.void or "yes"


# --- Markdown


def _chapter(record: DecisionRecord) -> str:
    decision = record["decision"]
    parts = [f"## {inline(decision.title)}", _facts(record), _arguments(decision), _history(record)]
    return "\n\n".join(part for part in parts if part) + "\n\n"


def _facts(record: DecisionRecord) -> str:
    decision, names = record["decision"], record["names"]
    facts = {
        "Outcome": inline(_outcome(decision)),
        "Asked by": _who(decision.by, names) + (f" for {_who(decision.asker, names)}" if decision.asker else ""),
        "Asked": ", ".join(_who(who, names) for who in decision.seats),
        "Rule": decision.policy,
        "About": decision.subject,
        "Opened": moment(decision.opened_at),
        "Ended": moment(decision.resolved_at),
        "Then": decision.then or "",
        "Sponsor": _who(decision.sponsor, names) if decision.sponsor else "",
        "SHA-256": f"`{decision.hash}`" if decision.hash else "",
        "Id": f"`{decision.id}`",
    }
    lines = [f"- {name}: {value}" for name, value in facts.items() if value]
    return "\n".join(lines) + _prompt(record.get("prompt"))


def _outcome(decision: Decision) -> str:
    labels = {option.id: option.label for option in decision.options}
    ended = "open" if decision.state == "open" else labels.get(decision.outcome or "", decision.outcome or "cancelled")
    alone = " by the owner alone" if decision.overridden else ""
    effect = f"; its effect: {decision.effect}" if decision.effect else ""
    why = f" ({decision.effect_reason})" if decision.effect_reason else ""
    return f"{ended}{alone}{effect}{why}"


def _prompt(prompt: PromptValue | None) -> str:
    if prompt is None:
        return ""
    if prompt["state"] == "shown":
        return f"\n\nThe prompt:\n\n{quoted(prompt['body'])}"
    return f"\n\nThe prompt: *message {prompt['state']}*"


def _arguments(decision: Decision) -> str:
    if not decision.detail:
        return ""
    return f"Exactly this, {len(decision.detail.encode()):,} bytes:\n\n{fenced(decision.detail)}"


def _history(record: DecisionRecord) -> str:
    if not record["decision"].acts:
        return ""
    rows = [_act(record, act) for act in record["decision"].acts]
    return "\n".join(["| when | who | did | what | why |", "|---|---|---|---|---|", *rows])


def _act(record: DecisionRecord, act: Act) -> str:
    names = record["names"]
    who = _who(act.who or act.by, names)
    did = _ACTS[act.what] + (f" ({act.void})" if act.void else "")
    by = f" by {_who(act.by, names)}" if act.what == "seat_lost" and act.by != act.who else ""
    what = inline(_said(record["decision"], act))
    return f"| {moment(act.at)} | {who} | {did}{by} | {what} | {inline(act.reason or '')} |"


def _who(who: ParticipantId, names: dict[ParticipantId, str]) -> str:
    return f"{inline(names.get(who, local_name(who)))} ({inline(who)})"


FORMATS: dict[str, Format[DecisionRecord]] = {
    "jsonl": Format("application/x-ndjson", "jsonl", lambda room: "", _line),
    "csv": Format("text/csv", "csv", lambda room: _table(iter([COLUMNS])), lambda record: _table(_rows(record))),
    "md": Format("text/markdown", "md", lambda room: f"# Decisions of {inline(room)}\n\n", _chapter),
}
