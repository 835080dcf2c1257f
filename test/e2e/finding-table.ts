import { readTables } from '../conventions/tables.ts';

const columns = ['page', 'after', 'what it is like', 'login form', 'user menu', 'corner'];

/** What docs/finding.md says of each page. */
export const rows = readTables('docs/finding.md', columns).map(({ cells }) => cells);
