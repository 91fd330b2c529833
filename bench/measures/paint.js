/**
 * Armed before a click: `painted` becomes the milliseconds from the click to the end of the first frame that shows the
 * message from top to bottom, with nothing over it. What is posted in an animation frame arrives after its painting.
 */
message => {
  const at = (x, y) => document.elementFromPoint(x, y)?.closest('[data-message-id]')?.dataset.messageId;
  const isShown = () => {
    const box = document.querySelector(`[data-message-id="${message}"]`)?.getBoundingClientRect();
    const middle = box && box.left + box.width / 2;
    return box !== undefined && at(middle, box.top + 1) === message && at(middle, box.bottom - 1) === message;
  };
  const painted = new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    const nextFrame = () => requestAnimationFrame(() => port2.postMessage(null));
    const onClick = ({ timeStamp }) => {
      port1.onmessage = () => (isShown() ? resolve(performance.now() - timeStamp) : nextFrame());
      nextFrame();
    };
    document.addEventListener('click', onClick, { capture: true, once: true });
  });
  return { painted };
}
