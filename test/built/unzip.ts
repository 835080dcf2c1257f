import { inflateRawSync } from 'node:zlib';
import type { Files } from './file-rules.ts';

/** The files of a zip (APPNOTE 4.3): no encryption, no parts, under 4 GB, as the builder writes it. */
export function unzip(bytes: Buffer): Files {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  let entry = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(entry + 10), bytes.readUInt32LE(entry + 20)];
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((at) =>
      bytes.readUInt16LE(entry + at),
    ) as [number, number, number];
    const name = bytes.toString('utf8', entry + 46, entry + 46 + nameLength);
    // The file's own header has lengths of its own.
    const header = bytes.readUInt32LE(entry + 42);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const packed = bytes.subarray(start, start + size);
    if (!name.endsWith('/')) files.set(name, method === 0 ? packed : inflateRawSync(packed));
    entry += 46 + nameLength + extraLength + noteLength;
  }
  return files;
}
