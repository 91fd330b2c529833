/** The icons of the components, from JupyterLab where it has one. */
import { addIcon, closeIcon, copyIcon, deleteIcon, editIcon, ellipsesIcon, LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IconName } from '../ui/host';
import { BACK_SVG, POLL_SVG, REPLY_SVG, ROOM_OPEN_SVG, ROOM_SVG, ROOMS_SVG } from './svgs';

export const roomsIcon = new LabIcon({ name: 'jupyter-collabchat:rooms', svgstr: ROOMS_SVG });

const ICONS: Record<IconName, LabIcon> = {
  add: addIcon,
  back: new LabIcon({ name: 'jupyter-collabchat:back', svgstr: BACK_SVG }),
  close: closeIcon,
  copy: copyIcon,
  edit: editIcon,
  more: ellipsesIcon,
  poll: new LabIcon({ name: 'jupyter-collabchat:poll', svgstr: POLL_SVG }),
  redact: deleteIcon,
  reply: new LabIcon({ name: 'jupyter-collabchat:reply', svgstr: REPLY_SVG }),
  room: new LabIcon({ name: 'jupyter-collabchat:room', svgstr: ROOM_SVG }),
  roomOpen: new LabIcon({ name: 'jupyter-collabchat:room-open', svgstr: ROOM_OPEN_SVG })
};

export function HostIcon({ name }: { name: IconName }): ReactElement {
  const Icon = ICONS[name].react;
  return <Icon tag="span" aria-hidden="true" />;
}
