import { isIP } from 'node:net';

/**
 * @param text addresses with commas between them, without a zone (`%eth0`): it would be left out of the
 *   comparison, and any link's neighbour believed.
 * @throws an error with a sentence for the operator.
 */
export function readAddresses(text: string): string[] {
  const addresses = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const wrong = addresses.find((address) => isIP(address) === 0 || address.includes('%'));
  if (wrong !== undefined) throw new Error(`"${wrong}" is not an address.`);
  return addresses;
}
