import { expect, it } from 'vitest';
import { scratchPerson } from '../../test/harness/scratch-owner.ts';
import { checkHealth } from './health.ts';

it('the server is healthy as long as its database answers', async () => {
  const { deps } = await scratchPerson();
  await expect(checkHealth(deps)).resolves.toBeUndefined();
  const gone = { ...deps.store, read: () => Promise.reject(new Error('no such table')) };
  await expect(checkHealth({ ...deps, store: gone })).rejects.toThrow('no such table');
});
