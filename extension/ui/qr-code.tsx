import { useMemo } from 'preact/hooks';
import { qrMatrix } from './qr-matrix.ts';

/** The quiet zone that ISO/IEC 18004 asks for around a symbol, in modules. */
const quietZone = 4;

type Props = { text: string; label: string; small?: boolean };

/** A text as a QR code, drawn here and now: dark on white in every colour scheme, for phones' sake. */
export function QrCode({ text, label, small = false }: Props) {
  const { path, size } = useMemo(() => draw(text), [text]);
  return (
    <svg
      class={small ? 'qr-code small' : 'qr-code'}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  );
}

function draw(text: string): { path: string; size: number } {
  const { size, isDark } = qrMatrix(text);
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (isDark(x, y)) path += `M${x + quietZone} ${y + quietZone}h1v1h-1z`;
    }
  }
  return { path, size: size + 2 * quietZone };
}
