/** The entry of the stand-alone page: reads what the server wrote into it and shows the rooms. */
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { joinUrl, readConfig } from './config';
import { makePage } from './page';
import { takeSecret } from './secret';

function main(): void {
  const page = makePage(readConfig(document));
  const frame = document.createElement('div');
  frame.className = 'jp-CollabChat jp-ThemedContainer cc-Page';
  document.body.append(frame);
  const root = createRoot(frame);
  const { pathname } = joinUrl(page.config);
  const isJoin = (): boolean => window.location.pathname === pathname;
  let visits = 0;
  const show = (): void => {
    const link = isJoin() ? { secret: takeSecret() } : null;
    root.render(<App key={visits++} page={page} link={link} />);
  };
  // A second link pasted into the same page changes its fragment only.
  window.addEventListener('hashchange', () => isJoin() && show());
  show();
}

main();
