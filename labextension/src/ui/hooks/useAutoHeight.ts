/** A text field that grows with its text, and with a narrower place, up to its CSS maximum. */
import { useEffect, useLayoutEffect, type RefObject } from 'react';

export function useAutoHeight(field: RefObject<HTMLTextAreaElement>, text: string): void {
  useLayoutEffect(() => fit(field.current), [field, text]);
  useEffect(() => {
    if (!field.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    let width = 0;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width !== width) {
        width = contentRect.width; // its height is ours: only another width asks for another one
        fit(field.current);
      }
    });
    observer.observe(field.current);
    return () => observer.disconnect();
  }, [field]);
}

function fit(element: HTMLTextAreaElement | null): void {
  if (element) {
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }
}
