import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * @param file PEM: the server's certificate first, then those that vouch for it.
 * @throws an error with a sentence for the operator.
 */
export function readCertificate(file: string): string {
  const pem = readPem(file);
  try {
    return new X509Certificate(pem) && pem;
  } catch {
    throw new Error('the file holds no certificate (PEM).');
  }
}

/**
 * @param file PEM, without a passphrase.
 * @param certificate that the key must belong to.
 * @throws an error with a sentence for the operator, which shows nothing of the file.
 */
export function readPrivateKey(file: string, certificate: string): string {
  const pem = readPem(file);
  let key: ReturnType<typeof createPrivateKey>;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error('the file holds no private key without a passphrase (PEM).');
  }
  if (!new X509Certificate(certificate).checkPrivateKey(key)) {
    throw new Error('the key does not belong to the certificate.');
  }
  return pem;
}

/** The path may be the key itself, put into the wrong place: it is not shown. */
function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'no such file' } = error as { code?: string };
    throw new Error(`the file cannot be read (${code}).`);
  }
}
