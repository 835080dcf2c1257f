import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsonSchema } from './json-schema.ts';

/** `npm run profile-schema`: the profile language as JSON Schema, for editors. */
const file = fileURLToPath(new URL('../../profiles/profile.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`);
