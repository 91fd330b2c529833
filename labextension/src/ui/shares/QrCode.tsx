/** A text as a QR code. Black on white in every theme: cameras want it so. The library is fetched with the first one. */
import { useEffect, useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';

/** Cells of quiet around the code (ISO/IEC 18004). */
const QUIET = 4;

interface IDrawing {
  size: number;
  path: string;
}

export function QrCode({ text }: { text: string }): ReactElement | null {
  const words = useWords();
  const drawing = useDrawing(text);
  if (drawing === null) {
    return null;
  }
  const side = drawing.size + 2 * QUIET;
  return (
    <svg
      className="cc-QrCode"
      role="img"
      aria-label={words.__('The link as a QR code')}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}

function useDrawing(text: string): IDrawing | null {
  const [drawn, setDrawn] = useState<{ text: string; drawing: IDrawing } | null>(null);
  useEffect(() => {
    let shown = true;
    const show = (drawing: IDrawing): void => {
      if (shown) {
        setDrawn({ text, drawing });
      }
    };
    draw(text).then(show, (error: unknown) => console.error('jupyter-collabchat: no QR code', error));
    return () => {
      shown = false;
    };
  }, [text]);
  return drawn?.text === text ? drawn.drawing : null;
}

async function draw(text: string): Promise<IDrawing> {
  const { default: qrcode } = await import('qrcode-generator');
  const code = qrcode(0, 'M'); // the smallest that fits; read with 15 % of it unreadable
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const cells = Array.from({ length: size * size }, (_, cell) => [Math.floor(cell / size), cell % size] as const);
  const dark = cells.filter(([row, column]) => code.isDark(row, column));
  return { size, path: dark.map(([row, column]) => `M${column} ${row}h1v1h-1z`).join('') };
}
