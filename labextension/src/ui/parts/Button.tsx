/** JupyterLab's styled button at the density of a sidebar. */
import { forwardRef, type ButtonHTMLAttributes } from 'react';

interface IButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'accept' | 'reject' | 'warn' | 'minimal';
}

const LOOKS = {
  accept: 'jp-mod-styled jp-mod-accept',
  warn: 'jp-mod-styled jp-mod-warn',
  reject: 'jp-mod-styled jp-mod-reject',
  minimal: 'cc-mod-minimal'
} as const;

export const Button = forwardRef<HTMLButtonElement, IButtonProps>(function Button(props, ref) {
  const { look = 'reject', className = '', ...rest } = props;
  return <button ref={ref} type="button" {...rest} className={`cc-Button ${LOOKS[look]} ${className}`} />;
});
