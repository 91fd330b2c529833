/** The end of a visit: a sentence and nothing else, or one step from here where there is one. */
import type { ReactElement } from 'react';
import { Button } from '../ui/parts/Button';
import { Card } from './Card';

interface IEndCardProps {
  title: string;
  sentence: string;
  step?: { label: string; take: () => void };
}

export function EndCard({ title, sentence, step }: IEndCardProps): ReactElement {
  return (
    <Card title={title}>
      <p role="status">{sentence}</p>
      {step && <Button onClick={step.take}>{step.label}</Button>}
    </Card>
  );
}
