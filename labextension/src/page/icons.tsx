/** The icons of the components, drawn without JupyterLab's icon registry. Those that Lab draws itself look like Lab's. */
import type { ReactElement } from 'react';
import * as svgs from './svgs';
import type { IconName } from '../ui/host';

const ICONS: Record<IconName, string> = {
  add: svgs.ADD_SVG,
  archived: svgs.ARCHIVED_SVG,
  ask: svgs.ASK_SVG,
  back: svgs.BACK_SVG,
  close: svgs.CLOSE_SVG,
  copy: svgs.COPY_SVG,
  edit: svgs.EDIT_SVG,
  invite: svgs.INVITE_SVG,
  more: svgs.MORE_SVG,
  muted: svgs.MUTED_SVG,
  poll: svgs.POLL_SVG,
  redact: svgs.REDACT_SVG,
  reply: svgs.REPLY_SVG,
  room: svgs.ROOM_SVG,
  roomOpen: svgs.ROOM_OPEN_SVG,
  solo: svgs.SOLO_SVG
};

export function PageIcon({ name }: { name: IconName }): ReactElement {
  return <Drawing svg={ICONS[name]} />;
}

/** `svg` is a constant of `svgs.ts`, never data. */
export function Drawing({ svg }: { svg: string }): ReactElement {
  return <span className="cc-Icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />;
}
