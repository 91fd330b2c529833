/** A button that is only an icon: its name is for the tooltip and for screen readers. */
import { forwardRef, type ButtonHTMLAttributes } from 'react';
import type { IconName } from '../host';
import { useHost } from '../hooks/host';

interface IIconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
}

export const IconButton = forwardRef<HTMLButtonElement, IIconButtonProps>(function IconButton(props, ref) {
  const { icon, label, className = '', ...rest } = props;
  const { Icon } = useHost();
  return (
    <button ref={ref} type="button" {...rest} className={`cc-IconButton ${className}`} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
});
