/** A message that streams: what renders again with each delta, and what must not. */
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { IRendered } from '../host';
import { MessageBody } from '../log/MessageBody';
import { useRoom } from '../hooks/room';
import { fakeHost, FakeRoom, message } from './fakes';
import { renderInRoom } from './render';

const PARAGRAPH = `${'word '.repeat(200)}\n\n`;

function Streaming(): React.ReactElement {
  const shown = useRoom(view => view.messages[0]);
  return <MessageBody message={shown} />;
}

function countingHost(sources: string[]): { renderer: ReturnType<typeof fakeHost>['renderer'] } {
  const markdown = (source: string): Promise<IRendered> => {
    sources.push(source);
    return fakeHost().renderer.markdown(source);
  };
  return { renderer: { ...fakeHost().renderer, markdown } };
}

describe('a streaming message', () => {
  it('of 100 kB renders each finished block once, and never replaces its elements', async () => {
    const sources: string[] = [];
    const room = new FakeRoom({ messages: [message(1, 'agent:runner', PARAGRAPH, { status: 'streaming' })] });
    const { container } = renderInRoom(<Streaming />, room, { host: countingHost(sources) });
    const shown = (): Element[] => [...container.querySelectorAll('.cc-Block > div:last-child > div')];
    await waitFor(() => expect(shown()).toHaveLength(1));
    const [first] = shown();
    for (let count = 2; count <= 100; count++) {
      const body = PARAGRAPH.repeat(count - 1) + `${count} ${PARAGRAPH}`;
      act(() => room.update({ messages: [message(1, 'agent:runner', body, { status: 'streaming' })] }));
      act(() => room.update({ messages: [message(1, 'agent:runner', PARAGRAPH.repeat(count))] }));
    }
    await waitFor(() => expect(shown()).toHaveLength(100));
    await waitFor(() => expect(shown().at(-1)?.textContent).toBe(PARAGRAPH.trimEnd()));
    expect(shown()[0]).toBe(first);
    expect(sources.filter(source => source.length > PARAGRAPH.length + 4)).toEqual([]);
    expect(sources.length).toBeLessThanOrEqual(2 * 100);
  });

  it('keeps what was rendered when it ends', async () => {
    const sources: string[] = [];
    const room = new FakeRoom({ messages: [message(1, 'agent:runner', 'a\n\nb', { status: 'streaming' })] });
    renderInRoom(<Streaming />, room, { host: countingHost(sources) });
    await waitFor(() => expect(sources).toEqual(['a', 'b']));
    act(() => room.update({ messages: [message(1, 'agent:runner', 'a\n\nb')] }));
    act(() => room.update({ messages: [message(1, 'agent:runner', 'a\n\nb\n\nc')] }));
    await waitFor(() => expect(sources).toEqual(['a', 'b', 'c']));
  });
});
