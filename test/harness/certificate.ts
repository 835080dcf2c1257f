import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './programs.ts';

const run = promisify(execFile);

/** A certificate for `localhost` that vouches for itself, as files and as what trusts it. */
export type SelfMade = {
  readonly cert: string;
  readonly key: string;
  /** The same key behind a passphrase. */
  readonly lockedKey: string;
  /** PEM, for a client. */
  readonly ca: string;
  remove(): Promise<void>;
};

export async function selfMadeCertificate(): Promise<SelfMade> {
  const openssl = findProgram(['openssl']);
  if (!openssl) throw new Error('openssl is not here: npm test says how to get it.');
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-certificate-'));
  const [cert, key, lockedKey] = ['cert.pem', 'key.pem', 'locked.pem'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  await run(openssl, ['req', '-x509', ...made, ...name, '-keyout', key, '-out', cert]);
  const locking = ['-aes256', '-passout', 'pass:a passphrase'];
  await run(openssl, ['pkey', '-in', key, ...locking, '-out', lockedKey]);
  const ca = await readFile(cert, 'utf8');
  return { cert, key, lockedKey, ca, remove: () => rm(folder, { recursive: true }) };
}
