import { z } from 'zod';
import { headerName, place, target } from './fields.ts';

export const whoami = z
  .strictObject({
    method: z.enum(['GET', 'POST']).default('GET').describe('POST is sent without a body.'),
    path: target.describe('Says whose session it is; never followed elsewhere.'),
    answer: z.enum(['json', 'html']).default('json'),
    nobody: z
      .strictObject({
        status: z
          .array(z.int().min(200).max(499))
          .default([])
          .describe('Statuses that mean nobody. Any other but 200 means: cannot be asked.'),
        value: z
          .strictObject({
            at: place,
            is: z.union([z.string(), z.number(), z.boolean(), z.null()], {
              error: 'must be a text, a number, true, false or null',
            }),
          })
          .optional()
          .describe('A value that means nobody, such as the id 0.'),
        empty: z.boolean().default(false).describe('An empty body, {} or null.'),
        missing: z.boolean().default(false).describe('HTML without the place of the account id.'),
      })
      .refine(
        ({ status, value, empty, missing }) => status.length > 0 || value || empty || missing,
        'must say how the platform says nobody',
      )
      .describe('How the answer says that nobody is logged in.'),
    accountId: place.describe(
      'The immutable id of the account: not an e-mail, not a changeable name.',
    ),
    realm: place.optional().describe('The tenant, where there are several.'),
    name: place.describe('Shown, and searched by support; never a key.'),
    email: place.optional().describe('Shown, and searched by support; never a key.'),
    loginMethod: z
      .strictObject({
        at: place,
        scope: z
          .literal('session')
          .describe("Only a method of this very session can exempt; a user's usual one cannot."),
        exempt: z
          .array(z.string().min(1))
          .describe('Methods that ask for a second factor themselves.'),
      })
      .optional()
      .describe('How this session was opened. Leave it out where the answer does not say so.'),
    companionHeaders: z
      .array(headerName)
      .default([])
      .describe('Headers that the platform wants beside the credential to recognise it.'),
  })
  .superRefine(({ answer, accountId, realm, name, email, loginMethod, nobody }, context) => {
    const places = [
      ...Object.entries({ accountId, realm, name, email }).map(([at, it]) => [[at], it] as const),
      [['loginMethod', 'at'], loginMethod?.at] as const,
      [['nobody', 'value', 'at'], nobody.value?.at] as const,
    ];
    const expected =
      answer === 'html' ? 'must be { "selector": "…" }' : 'must be names joined by dots';
    for (const [at, it] of places) {
      if (it === undefined || (typeof it === 'object') === (answer === 'html')) continue;
      const message = `${expected}, because the answer is ${answer}`;
      context.addIssue({ code: 'custom', path: [...at], message });
    }
  });
