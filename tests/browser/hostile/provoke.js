/**
 * Does to what people wrote all that a reader's hands and eyes could set off, row by row, and looks at what is left of
 * it. Resolves with what should not be there. Waits for frames of the browser, never for a time.
 */
async ({ wanted, patience }) => {
  const EVENTS = ['mouseover', 'pointerdown', 'mousedown', 'mouseup', 'keydown', 'auxclick', 'contextmenu', 'wheel'];
  const CONTENT = '.cc-Body > div, .cc-Output > div';
  const SAFE_LINK = /^(https?:|mailto:)/i;
  const SAFE_IMAGE = /^(data:image\/(png|jpeg|gif|webp);base64,|blob:)/i;
  const PLAIN = new Set(
    'href src alt title class target rel colspan rowspan start dir lang open align'.split(' ')
  );
  const FORBIDDEN =
    'script,style,link,meta,base,form,input,select,textarea,iframe,frame,object,embed,video,audio,source,svg,map,area,' +
    'template,dialog,portal';
  const found = [];
  const visited = new Set();
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  const log = [...document.querySelectorAll('[data-testid=cc-log]')].find(each => each.offsetParent !== null);

  // Somebody may open a link to the web; that is no attack, and nothing of it is opened here.
  window.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (link && SAFE_LINK.test(link.getAttribute('href') ?? '') && link.target === '_blank') {
      event.preventDefault();
    }
  }, true);

  const look = element => {
    const where = element.outerHTML.slice(0, 300);
    const isMath = element.closest('mjx-container') !== null;
    const isOurs = element.closest('.cc-Code-actions') !== null;
    if (element.matches(FORBIDDEN) || (!isMath && !isOurs && element.matches('button,math'))) {
      found.push(`element: ${where}`);
    }
    for (const { name, value } of element.attributes) {
      const isAllowed = isMath ? !/^(on|id$|name$|src|data-commandlinker)/.test(name) : isOurs || PLAIN.has(name);
      if (!isAllowed && !isShell(element, name)) found.push(`attribute ${name}=${value}: ${where}`);
    }
    if (element.matches('a') && element.hasAttribute('href')) {
      const isOutside = element.target === '_blank' && element.relList.contains('noopener');
      if (!SAFE_LINK.test(element.getAttribute('href')) || !isOutside) found.push(`link: ${where}`);
    }
    if (element.matches('img') && !SAFE_IMAGE.test(element.getAttribute('src') ?? '')) found.push(`picture: ${where}`);
    const { position } = getComputedStyle(element);
    if (position === 'fixed' || position === 'sticky') found.push(`overlay: ${where}`);
  };
  /** The renderer's own outermost element says what it shows. */
  const isShell = (element, name) =>
    element.matches('[data-mime-type]') && ['data-mime-type', 'tabindex', 'id'].includes(name);

  const touch = element => {
    if (element.closest('.cc-Code-actions')) return;
    for (const type of EVENTS) {
      element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
    element.focus?.();
    element.click?.();
  };

  const isReady = row => !row.querySelector('.cc-Body > .cc-Body-plain, .cc-Output > .cc-Body-plain');
  const visit = () => {
    for (const row of log.querySelectorAll('[data-message-id]')) {
      if (!visited.has(row.dataset.messageId) && isReady(row)) {
        visited.add(row.dataset.messageId);
        const elements = [...row.querySelectorAll(CONTENT)].flatMap(body => [...body.querySelectorAll('*')]);
        elements.forEach(look);
        elements.forEach(touch);
      }
    }
  };

  const giveUp = performance.now() + patience;
  const isMissing = () => wanted.some(id => !visited.has(id));
  log.scrollTop = log.scrollHeight;
  while (isMissing() && performance.now() < giveUp) {
    await frame();
    const before = visited.size;
    visit();
    if (visited.size === before) {
      const isWaiting = [...log.querySelectorAll('[data-message-id]')].some(row => !isReady(row));
      if (!isWaiting) log.scrollTop = log.scrollTop > 0 ? log.scrollTop - log.clientHeight * 0.7 : log.scrollHeight;
    }
  }
  // What failed to load has said so once a later request has failed, too.
  await new Promise(resolve => Object.assign(new Image(), { onerror: resolve, src: `/nothing-${Math.random()}` }));
  // JupyterLab asks before it executes a command for untrusted content: nothing of ours may even make it ask.
  document.querySelectorAll('.jp-Dialog-content').forEach(asked => found.push(`asks: ${asked.textContent}`));
  const isAtEnd = () => log.querySelector(`[data-message-id='${wanted.at(-1)}']`) !== null;
  while (!isAtEnd() && performance.now() < giveUp) {
    log.scrollTop = log.scrollHeight;
    await frame();
  }
  return { found, missing: wanted.filter(id => !visited.has(id)) };
}
