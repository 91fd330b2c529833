/** The editable settings of a room, and the commands that turn the old ones into the new ones. Pure. */
import type { ICommand, IPolicy, IRoomInfo, Visibility } from '../../core/types';

export interface IRoomForm extends IPolicy {
  name: string;
  topic: string;
  visibility: Visibility;
}

export function formOf(room: IRoomInfo): IRoomForm {
  return { name: room.name, topic: room.topic, visibility: room.visibility, ...room.policy };
}

/** Only what changed: `set_policy` leaves absent fields as they are. */
export function changes(room: IRoomInfo, form: IRoomForm): ICommand[] {
  const { name, topic, visibility, ...policy } = form;
  const before: Record<string, unknown> = { ...room.policy, visibility: room.visibility };
  const changed = Object.entries({ ...policy, visibility }).filter(([field, value]) => before[field] !== value);
  const commands: ICommand[] = [];
  if (name.trim() !== room.name) {
    commands.push({ type: 'rename_room', name: name.trim() });
  }
  if (topic.trim() !== room.topic) {
    commands.push({ type: 'set_topic', topic: topic.trim() });
  }
  if (changed.length > 0) {
    commands.push({ type: 'set_policy', ...Object.fromEntries(changed) });
  }
  return commands;
}
