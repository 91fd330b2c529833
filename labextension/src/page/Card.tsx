/** One calm card in the middle of the page: for those who are in no room. */
import type { ReactElement, ReactNode } from 'react';
import { Drawing } from './icons';
import { ROOMS_SVG } from './svgs';

export function Card({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <main className="cc-Card">
      <Drawing svg={ROOMS_SVG} />
      <h1>{title}</h1>
      {children}
    </main>
  );
}
