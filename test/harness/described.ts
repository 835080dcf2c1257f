import { z } from 'zod';

type Schema = z.core.JSONSchema.JSONSchema;
type Content = Record<string, { schema: Schema }>;
type Responses = Record<string, { description: string; content?: Content }>;
type OpenApi = {
  paths: Record<string, Record<string, { responses: Responses }>>;
  components: { schemas: Record<string, Schema> };
};

/**
 * A `fetch` that holds the server to its own description: it throws at a status, a media type, a body or a
 * reason that the OpenAPI document does not have for the call. A call that it does not have at all must be
 * answered by `not-found`.
 */
export function describedFetch(document: string): typeof fetch {
  // Schemas know each other by places in the document; here each stands alone with all of them below it.
  const moved = document.replaceAll('#/components/schemas/', '#/$defs/');
  const { paths, components } = JSON.parse(moved) as OpenApi;
  const { schemas } = components;
  const templates = Object.entries(paths).map(([template, calls]) => ({
    isAt: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    calls,
  }));

  function complaintOf(method: string, path: string, answer: Response, text: string) {
    const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
    const body: unknown = type.endsWith('json') ? JSON.parse(text) : text;
    const { reason } = z
      .looseObject({ reason: z.string().default('') })
      .catch({ reason: '' })
      .parse(body);
    const call = templates.find(({ isAt }) => isAt.test(path))?.calls[method.toLowerCase()];
    if (!call) return reason === 'not-found' ? null : 'the call is not described';
    const { description, content = {} } = call.responses[answer.status] ?? {};
    if (description === undefined) return 'the status is not described';
    if (text === '' && Object.keys(content).length === 0) return null;
    const schema = content[type]?.schema;
    if (!schema) return `the type "${type}" is not described`;
    const { error } = z.fromJSONSchema({ ...schema, $defs: schemas }).safeParse(body);
    if (error) return z.prettifyError(error);
    const isNamed = answer.ok || description.split(/[ .,]/).includes(reason);
    return isNamed ? null : `the reason "${reason}" is not described`;
  }

  return async (target, given) => {
    const answer = await fetch(target, given);
    const { method, url } = new Request(target, { ...given, body: null });
    const { pathname } = new URL(url);
    const wrong = complaintOf(method, pathname, answer, await answer.clone().text());
    if (wrong !== null) throw new Error(`${method} ${pathname}, ${answer.status}: ${wrong}`);
    return answer;
  };
}
