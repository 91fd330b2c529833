/** Testing Library unmounts by itself only where test globals exist; ours are imported, so it is told. */
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);
