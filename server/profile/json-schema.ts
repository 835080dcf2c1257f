import { z } from 'zod';
import { profileSchema } from './schema.ts';

/**
 * The profile language as JSON Schema. What one field demands of another one, it cannot say: that is
 * looked at when the server starts, and by `doorcode profile check`.
 */
export function jsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(profileSchema, { io: 'input' });
  return { $schema, title: 'Platform profile of Doorcode', ...rest };
}
