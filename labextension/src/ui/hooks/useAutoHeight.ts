/** A text field that grows with its text up to its CSS maximum. */
import { useLayoutEffect, type RefObject } from 'react';

export function useAutoHeight(field: RefObject<HTMLTextAreaElement>, text: string): void {
  useLayoutEffect(() => fit(field.current), [field, text]);
}

function fit(element: HTMLTextAreaElement | null): void {
  if (element) {
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }
}
