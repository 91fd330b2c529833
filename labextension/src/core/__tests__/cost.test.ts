import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { Replica } from '../replica';
import { Timeline } from '../timeline';
import { Host, rawMessage } from './kit/host';

const MESSAGES = 1000;
const UPDATES = 400;

/** Printed, not asserted: a figure for people, on whatever machine this is. */
it('an update among a thousand messages', () => {
  const host = new Host(MESSAGES);
  const timeline = new Timeline();
  let views = 0;
  const replica = new Replica(({ rebuilt, touched }) => {
    if (rebuilt) {
      timeline.setWindow(replica.window.all, false);
    } else {
      timeline.follow(touched, replica.window.all, false);
    }
    views += timeline.snapshot().length;
  });
  replica.expect(host.epoch);
  replica.receive(host.whole());
  host.doc.transact(() => host.doc.getMap('live').set('message-0500', new Y.Text()));
  const text = host.doc.getMap('live').get('message-0500') as Y.Text;
  const kinds = {
    post: (step: number) => host.push(rawMessage(MESSAGES + 1 + step)),
    edit: (step: number) => host.replace(1 + ((step * 7) % MESSAGES), { body: `edit ${step}` }),
    stream: () => text.insert(text.length, 'a few words ')
  };
  for (const [kind, write] of Object.entries(kinds)) {
    const frames = Array.from({ length: UPDATES }, (_, step) => (write(step), host.takeUpdates())).flat();
    const start = performance.now();
    frames.forEach(frame => replica.receive(frame));
    const each = (performance.now() - start) / frames.length;
    console.warn(`replica, ${MESSAGES} messages: ${kind} costs ${each.toFixed(3)} ms`);
  }
  expect(timeline.snapshot().map(({ body }) => body)).toEqual(host.messages.toArray().map(({ body }) => body));
  expect(replica.live.all.get('message-0500')).toBe('a few words '.repeat(UPDATES));
  expect(views).toBeGreaterThan(UPDATES * MESSAGES);
});
