import { payloadOf } from '../gate/frames.ts';
import type { Wire } from './wire.ts';

/** An answer to a request; of a WebSocket, what came in its first moments. */
export type Answer = {
  readonly status: number;
  /** By their names in lower case; the last one counts, which is good enough here. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** Nothing of it is still to come. */
  readonly isWhole: boolean;
};

/** Reads what came back (RFC 9112 §6); of several answers the last one. Null: that is no HTTP. */
export function readAnswer(bytes: Buffer, { method, before }: Wire): Answer | null {
  let rest = bytes;
  let last: Answer | null = null;
  const expected = before === undefined ? 1 : 2;
  for (let finals = 0; finals < expected; ) {
    const end = rest.indexOf('\r\n\r\n');
    const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(rest.toString('latin1', 0, 16)) ?? [];
    if (end < 0 || !status) break;
    const headers = headersOf(rest.toString('utf8', 0, end));
    rest = rest.subarray(end + 4);
    if (status.startsWith('1') && status !== '101') continue;
    finals++;
    const isLast = finals === expected;
    const { body, used, isWhole } = bodyOf(rest, Number(status), headers, method);
    last = { status: Number(status), headers, body, isWhole: isWhole && isLast };
    if (!isWhole) break;
    rest = rest.subarray(used);
  }
  return last;
}

function headersOf(text: string): Map<string, string> {
  const lines = text.split('\r\n').slice(1);
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}

function bodyOf(
  rest: Buffer,
  status: number,
  headers: ReadonlyMap<string, string>,
  method: string,
): { body: string; used: number; isWhole: boolean } {
  if (status === 101) return { body: messagesOf(rest), used: rest.length, isWhole: false };
  if (method === 'HEAD' || status === 204 || status === 304) {
    return { body: '', used: 0, isWhole: true };
  }
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked')) return chunksOf(rest);
  const length = Number(headers.get('content-length') ?? Number.NaN);
  const isWhole = rest.length >= length;
  const used = isWhole ? length : rest.length;
  return { body: rest.toString('utf8', 0, used), used, isWhole };
}

function chunksOf(bytes: Buffer): { body: string; used: number; isWhole: boolean } {
  const parts: Buffer[] = [];
  let at = 0;
  const text = () => Buffer.concat(parts).toString('utf8');
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return { body: text(), used: bytes.length, isWhole: false };
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    const start = end + 2;
    if (Number.isNaN(size)) return { body: text(), used: bytes.length, isWhole: true };
    parts.push(bytes.subarray(start, start + size));
    at = start + size + 2;
    const isWhole = size === 0 && bytes.length >= at;
    if (isWhole || at > bytes.length) return { body: text(), used: at, isWhole };
  }
}

/** The payloads of a server's frames (RFC 6455 §5.2), a line each; a closing one by its code. */
function messagesOf(bytes: Buffer): string {
  const lines: string[] = [];
  let at = 0;
  for (let frame = payloadOf(bytes); frame; frame = payloadOf(bytes, at)) {
    const { start, length } = frame;
    const opcode = (bytes[at] ?? 0) & 0x0f;
    const payload = bytes.subarray(start, start + length);
    if (opcode === 8) lines.push(`closed ${payload.length >= 2 ? payload.readUInt16BE(0) : ''}`);
    else if (opcode < 8) lines.push(payload.toString('utf8'));
    at = start + length;
  }
  return lines.join('\n');
}
