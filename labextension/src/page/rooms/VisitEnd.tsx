/** An end among the rooms, with the step that is left. */
import type { ReactElement } from 'react';
import type { INavigation } from '../../ui/host';
import { useWords } from '../../ui/hooks/host';
import { type IPageConfig, loginUrl } from '../config';
import { EndCard } from '../EndCard';
import type { IEnd } from './visit';

interface IVisitEndProps {
  end: IEnd;
  config: IPageConfig;
  navigation: INavigation;
}

export function VisitEnd({ end, config, navigation }: IVisitEndProps): ReactElement {
  const words = useWords();
  const steps = {
    back: { label: words.__('Back to rooms'), take: () => navigation.go({ room: null, creating: false }) },
    'sign-in': { label: words.__('Sign in'), take: () => window.location.assign(loginUrl(config)) }
  };
  return <EndCard title={end.title} sentence={end.sentence} step={end.step ? steps[end.step] : undefined} />;
}
