/**
 * The last gate for what people and agents wrote, after the page's own sanitizer. Works on an inert document, so that
 * nothing it removes is ever loaded. Owns the rule of what may stay: text structure, safe links, embedded pictures.
 */

const DROPPED =
  'form,button,input,select,textarea,option,svg,math,map,area,iframe,object,embed,video,audio,source,style,link,meta,base,script,template,dialog';
const KEPT_ATTRIBUTES = new Set(['alt', 'title', 'colspan', 'rowspan', 'start', 'dir', 'lang', 'open', 'align']);
/** Addresses stay only where there is a rule for them. */
const KEPT_ADDRESS: Partial<Record<string, string>> = { A: 'href', IMG: 'src' };
/** Colours of highlighted code and of terminal output; they style text and nothing else. */
const KEPT_CLASS = /^(ansi-[a-z-]+|ͼ[\w-]*|cm-[\w-]+)$/;
/** With its slashes: without them a browser takes the rest for a path on this server. */
const SAFE_LINK = /^(https?:\/\/|mailto:)/i;
/** What a typesetter needs to place signs; nothing that loads, or leaves its place. */
const KEPT_STYLE =
  /^((min-|max-)?(width|height)|margin.*|padding.*|border-(?!image).*|top|right|bottom|left|vertical-align|font-(size|family|style|weight)|line-height|letter-spacing|text-align|color|background-color|transform.*)$/;
const SAFE_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,/i;

/** Sanitised HTML in, hardened HTML out. */
export function hardenHtml(html: string): string {
  const { body } = document.implementation.createHTMLDocument('');
  body.innerHTML = html;
  hardenTree(body);
  return body.innerHTML;
}

export function hardenTree(root: HTMLElement): void {
  root.querySelectorAll(DROPPED).forEach(element => element.remove());
  root.querySelectorAll('img').forEach(replaceRemoteImage);
  root.querySelectorAll('*').forEach(stripAttributes);
  root.querySelectorAll('a').forEach(hardenLink);
}

/** For a hardened tree whose formulas were typeset since: TeX can say links, names and, by way of fonts, any style. */
export function hardenFormulas(root: HTMLElement): void {
  root.querySelectorAll('a').forEach(hardenLink);
  root.querySelectorAll<HTMLElement>('[style]').forEach(({ style }) => {
    Array.from(style)
      .filter(name => !KEPT_STYLE.test(name))
      .forEach(name => style.removeProperty(name));
  });
}

/** A remote picture would tell its server who reads the room: it becomes a link to it. */
function replaceRemoteImage(image: HTMLImageElement): void {
  const source = image.getAttribute('src') ?? '';
  if (SAFE_IMAGE.test(source)) {
    return;
  }
  const link = image.ownerDocument.createElement('a');
  link.textContent = image.getAttribute('alt') || source;
  link.setAttribute('href', source);
  image.replaceWith(link);
}

function stripAttributes(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (name === 'class') {
      keepHarmlessClasses(element, value);
    } else if (!KEPT_ATTRIBUTES.has(name) && KEPT_ADDRESS[element.tagName] !== name) {
      element.removeAttribute(name);
    }
  }
}

function keepHarmlessClasses(element: Element, value: string): void {
  const kept = value.split(/\s+/).filter(token => KEPT_CLASS.test(token));
  if (kept.length > 0) {
    element.setAttribute('class', kept.join(' '));
  } else {
    element.removeAttribute('class');
  }
}

/** Only the web and mail, never the page itself: a link of a message opens outside and learns nothing about us. */
function hardenLink(link: Element): void {
  const href = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '';
  link.removeAttribute('xlink:href');
  if (!SAFE_LINK.test(href)) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
}
