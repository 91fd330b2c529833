/**
 * The browser as `IEnvironment`. Knows the DOM and nothing of rooms.
 */
import { mintId } from './ids';
import type { Cancel, IEnvironment, ISocket, ISocketEvents } from './env';

/** A hidden page paints no frames, yet badges and titles must follow. */
const HIDDEN_PAGE_MS = 100;

function after(delay: number, run: () => void): Cancel {
  const timer = setTimeout(run, delay);
  return () => clearTimeout(timer);
}

function soon(run: () => void): void {
  let done = false;
  const once = (): void => {
    if (!done) {
      done = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      run();
    }
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, HIDDEN_PAGE_MS);
}

function openSocket(url: string, protocol: string, events: ISocketEvents): ISocket {
  const socket = new WebSocket(url, protocol);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
    typeof data === 'string' ? events.text(data) : events.bytes(new Uint8Array(data));
  socket.onclose = ({ code, reason }) => events.closed(code, reason);
  return {
    send: frame => socket.send(frame),
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  };
}

function cookie(name: string): string | null {
  const pair = document.cookie.split('; ').find(each => each.startsWith(`${name}=`));
  return pair ? pair.slice(name.length + 1) : null;
}

function onWake(run: () => void): Cancel {
  const shown = (): void => {
    if (!document.hidden) {
      run();
    }
  };
  window.addEventListener('online', run);
  document.addEventListener('visibilitychange', shown);
  return () => {
    window.removeEventListener('online', run);
    document.removeEventListener('visibilitychange', shown);
  };
}

export function browserEnvironment(): IEnvironment {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    mintId,
    after,
    soon,
    fetch: (url, init) => fetch(url, init),
    openSocket,
    cookie,
    onWake,
    report: (what, error) => console.error(`collabchat: ${what}`, error)
  };
}
