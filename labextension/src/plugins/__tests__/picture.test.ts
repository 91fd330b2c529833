/** Large pictures: fetched once, shown from memory, let go; and a failure is told. */
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MimeBundle } from '../../core/types';
import type { IWords } from '../../ui/host';
import type { IBlobs } from '../picture';
import { LabRenderer } from '../renderer';

const BUNDLE: MimeBundle = {
  'image/png': { ref: 'r1', mime: 'image/png', bytes: 40_000 },
  'text/plain': '<Figure>'
};
const words: IWords = { __: text => text, _n: text => text };

/** As much of the registry as a bundle of plain text needs. */
function registry(): IRenderMimeRegistry {
  const own = {
    clone: () => own,
    createModel: (options: object) => options,
    createRenderer: () => {
      const node = document.createElement('pre');
      const renderModel = ({ data }: IRenderMime.IMimeModel): Promise<void> => {
        node.textContent = data['text/plain'] as string;
        return Promise.resolve();
      };
      return { node, renderModel, dispose: () => undefined };
    }
  };
  return own as unknown as IRenderMimeRegistry;
}

function renderer(load: IBlobs['load']): LabRenderer {
  return new LabRenderer(registry(), words, { load, url: (room, ref) => `/${room}/${ref}` });
}

describe('a large picture', () => {
  const bytes = new Blob(['noise'], { type: 'image/png' });
  const decode = vi.fn<() => Promise<void>>();
  const created = vi.fn(() => 'blob:one');
  const revoked = vi.fn();

  beforeEach(() => {
    decode.mockReset().mockResolvedValue();
    HTMLImageElement.prototype.decode = decode;
    URL.createObjectURL = created;
    URL.revokeObjectURL = revoked;
    revoked.mockReset();
  });

  it('is fetched from its room and shown from memory until it is disposed', async () => {
    const load = vi.fn(() => Promise.resolve(bytes));
    const { node, dispose } = await renderer(load).output(BUNDLE, 'room-1');
    expect(load.mock.calls).toEqual([['room-1', 'r1']]);
    expect(created).toHaveBeenLastCalledWith(bytes);
    expect(node.querySelector('img')?.src).toBe('blob:one');
    expect(revoked).not.toHaveBeenCalled();
    dispose();
    expect(revoked.mock.calls).toEqual([['blob:one']]);
  });

  it('that cannot be fetched is said to be missing', async () => {
    const { node } = await renderer(() => Promise.reject(new Error('404'))).output(BUNDLE, 'room-1');
    expect(node.textContent).toBe('This picture could not be loaded.');
  });

  it('that is broken is said to be missing, and let go', async () => {
    decode.mockRejectedValue(new DOMException('broken', 'EncodingError'));
    const { node } = await renderer(() => Promise.resolve(bytes)).output(BUNDLE, 'room-1');
    expect(node.textContent).toBe('This picture could not be loaded.');
    expect(revoked.mock.calls).toEqual([['blob:one']]);
  });

  it('of an unknown type is offered as a download', async () => {
    const load = vi.fn(() => Promise.resolve(bytes));
    const part = { ref: 'r2', mime: 'application/pdf', bytes: 9 };
    const { node } = await renderer(load).output({ 'image/png': part }, 'room-1');
    expect(node.querySelector('a')?.getAttribute('href')).toBe('/room-1/r2');
    expect(load).not.toHaveBeenCalled();
  });
});
