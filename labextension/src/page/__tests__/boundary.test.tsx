import { render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { expect, it, vi } from 'vitest';
import { Boundary } from '../Boundary';

function Broken(): ReactElement {
  throw new Error('the chunk is gone');
}

it('says aloud that a part failed, with the way on, instead of an empty page', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  render(
    <Boundary>
      <Broken />
    </Boundary>
  );
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeDefined();
  expect(told).toHaveBeenCalled();
});
