/** What of an OpenAPI document the page shows. */
export interface Described {
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  tags?: string[];
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content?: Content };
  responses?: Record<string, { content?: Content }>;
}
type Content = Record<string, { schema?: unknown }>;

interface Endpoint extends Operation {
  method: string;
  path: string;
}

/** The whole API as one page without script: areas, endpoints, and what goes in and comes out of each. */
export function apiPage(document: Described): string {
  const endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
  );
  const areas = [...new Set(endpoints.map(({ tags }) => tags?.[0] ?? ''))].sort();
  const links = areas.map((area) => `<a href="#${escape(area)}">${escape(area)}</a>`).join(' ');
  const sections = areas.map((area) =>
    section(
      area,
      endpoints.filter(({ tags }) => (tags?.[0] ?? '') === area),
    ),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ombud API</title><style>${STYLE}</style></head>
<body><header><h1>Ombud API</h1>
<p>JSON under <code>/api/v1</code>; as a document: <a href="/api/v1/openapi.json">openapi.json</a>, frames of the sockets:
<a href="/api/v1/sockets.json">sockets.json</a>. Programs send <code>Authorization: Bearer …</code>
(<code>npx ombud token add</code>). Errors are problems (RFC 9457) with a stable <code>code</code>.</p>
<nav>${links}</nav></header><main>${sections.join('')}</main></body></html>`;
}

function section(area: string, endpoints: Endpoint[]): string {
  const items = endpoints.map(endpointOf).join('');
  return `<section id="${escape(area)}"><h2>${escape(area)}</h2>${items}</section>`;
}

function endpointOf(endpoint: Endpoint): string {
  const parameters = endpoint.parameters?.map(
    ({ name, in: place, required, schema }) =>
      `<li><code>${escape(name)}</code> in ${escape(place)}${required ? ', needed' : ''}: ${escape(shape(schema))}</li>`,
  );
  const answers = Object.entries(endpoint.responses ?? {}).map(([status, { content }]) => block(status, content));
  return `<details><summary><b class="${endpoint.method}">${endpoint.method}</b> <code>${escape(endpoint.path)}</code>
<small>${escape(endpoint.description ?? '')}</small></summary>
${parameters ? `<ul>${parameters.join('')}</ul>` : ''}${block('Body', endpoint.requestBody?.content)}${answers.join('')}</details>`;
}

function block(title: string, content: Content | undefined): string {
  const schema = Object.values(content ?? {})[0]?.schema;
  return schema === undefined ? '' : `<h3>${escape(title)}</h3><pre>${escape(shape(schema))}</pre>`;
}

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  nullable?: boolean;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
}

/** A schema in the short form that people write: `{ name: string, tags?: [string] }`. */
function shape(given: unknown, indent = ''): string {
  const schema = (given ?? {}) as JsonSchema;
  return `${kind(schema, indent)}${schema.nullable ? ' | null' : ''}`;
}

function kind(schema: JsonSchema, indent: string): string {
  if (schema.anyOf) return schema.anyOf.map((one) => shape(one, indent)).join(' | ');
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === 'array') return `[${shape(schema.items, indent)}]`;
  if (schema.type === 'object' || schema.properties) return members(schema, indent);
  return schema.format ?? schema.type ?? 'any';
}

function members({ properties = {}, required = [], additionalProperties }: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, value]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${shape(value, inner)}`,
  );
  if (typeof additionalProperties === 'object') lines.push(`${inner}[name]: ${shape(additionalProperties, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
nav a { display: inline-block; margin: 0 .75rem .25rem 0; }
details { border-top: 1px solid light-dark(#ddd, #444); padding: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4.5rem; }
.GET { color: light-dark(#0a5, #5d9); } .POST { color: light-dark(#05a, #7bf); }
.PUT { color: light-dark(#850, #fb6); } .DELETE { color: light-dark(#a11, #f88); }
small { opacity: .75; margin-left: .5rem; }
h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
pre { background: light-dark(#f4f4f6, #1d1e22); border-radius: 6px; margin: 0; overflow: auto; padding: .75rem; }`;
