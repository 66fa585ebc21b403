export interface Endpoint {
  /** Up to and with the version, `https://api.example.com/v1`. */
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
}

export interface ChatMessage {
  role: 'system' | 'user';
  content: string;
}

/** Answers are a few sentences; whatever is longer is no answer to this. */
const MAX_TOKENS = 400;
const MAX_BYTES = 65_536;

/**
 * One answer of an OpenAI-compatible chat completions endpoint
 * (https://platform.openai.com/docs/api-reference/chat/create). Throws on everything else: a refusal, a time-out in
 * `timeoutMs`, a redirect (it would carry the key elsewhere), an answer that is too long or cut off.
 */
export async function ask(endpoint: Endpoint, messages: readonly ChatMessage[], timeoutMs: number): Promise<string> {
  const { baseUrl, apiKey, model } = endpoint;
  const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
    body: JSON.stringify({ model, messages, temperature: 0, max_tokens: MAX_TOKENS }),
  });
  const body = await readLimited(response);
  if (!response.ok) throw new Error(`the language model answered ${response.status}`);
  return contentOf(JSON.parse(body));
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error('the answer of the language model is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function contentOf(body: unknown): string {
  const { choices } = body as { choices?: { finish_reason?: string; message?: { content?: unknown } }[] };
  const [first] = Array.isArray(choices) ? choices : [];
  const content = first?.message?.content;
  if (typeof content !== 'string' || first?.finish_reason === 'length')
    throw new Error('the language model gave no whole answer');
  return content;
}
