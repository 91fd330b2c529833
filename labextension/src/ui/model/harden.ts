/**
 * The last gate for what people and agents wrote, after the page's own sanitizer. Works on an inert document, so that
 * nothing it removes is ever loaded. Owns the rule of what may stay: text structure, safe links, embedded pictures.
 */

const DROPPED =
  'form,button,input,select,textarea,option,svg,math,iframe,object,embed,video,audio,source,style,link,meta,base,script,template,dialog';
const KEPT_ATTRIBUTES = new Set([
  'href',
  'src',
  'alt',
  'title',
  'colspan',
  'rowspan',
  'start',
  'dir',
  'lang',
  'open',
  'align'
]);
/** Colours of highlighted code and of terminal output; they style text and nothing else. */
const KEPT_CLASS = /^(ansi-[a-z-]+|ͼ[\w-]*|cm-[\w-]+)$/;
export const SAFE_LINK = /^(https?:|mailto:)/i;
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
    } else if (!KEPT_ATTRIBUTES.has(name)) {
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
export function hardenLink(link: Element): void {
  const href = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '';
  link.removeAttribute('xlink:href');
  if (!SAFE_LINK.test(href)) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
}
