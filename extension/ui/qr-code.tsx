import { useEffect, useState } from 'preact/hooks';

/** The quiet zone that ISO/IEC 18004 asks for around a symbol, in modules. */
const quietZone = 4;

type Drawing = { path: string; size: number };

type Props = { text: string; label: string; small?: boolean };

/** A text as a QR code, drawn here and now: dark on white in every colour scheme, for phones' sake. */
export function QrCode({ text, label, small = false }: Props) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let wanted = true;
    void draw(text).then((made) => {
      if (wanted) setDrawing(made);
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  const size = drawing?.size ?? 1;
  return (
    <svg
      class={small ? 'qr-code small' : 'qr-code'}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#ffffff" />
      {drawing && <path d={drawing.path} fill="#000000" shape-rendering="crispEdges" />}
    </svg>
  );
}

/** The library is loaded only when a code is really shown, and only the part that draws nothing. */
async function draw(text: string): Promise<Drawing> {
  const { create } = await import('qrcode/lib/core/qrcode.js');
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (data[y * size + x]) path += `M${x + quietZone} ${y + quietZone}h1v1h-1z`;
    }
  }
  return { path, size: size + 2 * quietZone };
}
