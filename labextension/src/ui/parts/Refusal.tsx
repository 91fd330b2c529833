/** Why the last attempt was refused, said where it was made. */
import type { ReactElement } from 'react';

export function Refusal({ sentence }: { sentence: string | null }): ReactElement | null {
  return sentence ? (
    <div className="cc-Refusal" role="alert">
      {sentence}
    </div>
  ) : null;
}
