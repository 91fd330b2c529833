/** True for `period` ms after the first render and after every change of `subject`: a click meant for what was there before does nothing. */
import { useEffect, useState } from 'react';

export function useInert(subject: string, period: number): boolean {
  const [ready, setReady] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setReady(subject), period);
    return () => clearTimeout(timer);
  }, [subject, period]);
  return ready !== subject;
}
