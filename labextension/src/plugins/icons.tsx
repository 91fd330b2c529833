/** The icons of the components, from JupyterLab where it has one. */
import { addIcon, closeIcon, copyIcon, deleteIcon, editIcon, ellipsesIcon, LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IconName } from '../ui/host';
import * as svgs from './svgs';

const drawn = (name: string, svgstr: string): LabIcon => new LabIcon({ name: `jupyter-collabchat:${name}`, svgstr });

export const roomsIcon = drawn('rooms', svgs.ROOMS_SVG);

const ICONS: Record<IconName, LabIcon> = {
  add: addIcon,
  archived: drawn('archived', svgs.ARCHIVED_SVG),
  ask: drawn('ask', svgs.ASK_SVG),
  back: drawn('back', svgs.BACK_SVG),
  close: closeIcon,
  copy: copyIcon,
  edit: editIcon,
  invite: drawn('invite', svgs.INVITE_SVG),
  more: ellipsesIcon,
  muted: drawn('muted', svgs.MUTED_SVG),
  poll: drawn('poll', svgs.POLL_SVG),
  redact: deleteIcon,
  reply: drawn('reply', svgs.REPLY_SVG),
  room: drawn('room', svgs.ROOM_SVG),
  roomOpen: drawn('room-open', svgs.ROOM_OPEN_SVG),
  solo: drawn('solo', svgs.SOLO_SVG)
};

export function HostIcon({ name }: { name: IconName }): ReactElement {
  const Icon = ICONS[name].react;
  return <Icon tag="span" aria-hidden="true" />;
}
