import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChatRequest {
  model: string;
  messages: { role: string; content: string }[];
}

/** What the next answers are: a text (or made from what is asked), a status with a body as it stands, or nothing at all. */
export type Answering = string | ((request: ChatRequest) => string) | { status: number; body?: string } | 'hang';

/**
 * Stands in for an OpenAI-compatible endpoint: `POST /v1/chat/completions` with the documented fields, answered as it is
 * told. It believes whatever it is asked to say, like a model that every injection has taken over.
 * (https://platform.openai.com/docs/api-reference/chat/create)
 */
export class LanguageModel {
  readonly key = 'sk-stand-in';
  readonly asked: ChatRequest[] = [];
  /** The bodies as they came, headers before them. */
  readonly raw: string[] = [];
  answering: Answering = 'NO ANSWER';
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<LanguageModel> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const model = new LanguageModel(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void model.#answer(request, response));
    return model;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** The environment that switches it on. */
  get env(): Record<string, string> {
    return { LLM_BASE_URL: this.baseUrl, LLM_API_KEY: this.key, LLM_MODEL: 'stand-in' };
  }

  async stop(): Promise<void> {
    for (const response of this.#open) response.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    this.raw.push(`${JSON.stringify(request.headers)}\n${body}`);
    const wrong = wrongWith(request, body, this.key);
    if (wrong) return send(response, wrong, { error: { message: 'invalid request', type: 'invalid_request_error' } });
    this.asked.push(JSON.parse(body) as ChatRequest);
    if (this.answering === 'hang') return void this.#open.add(response);
    if (typeof this.answering === 'object')
      return send(response, this.answering.status, this.answering.body ?? { error: { message: 'down' } });
    const { answering } = this;
    const asked = JSON.parse(body) as ChatRequest;
    send(response, 200, completion(typeof answering === 'string' ? answering : answering(asked)));
  }
}

function wrongWith({ method, url, headers }: IncomingMessage, body: string, key: string): number | undefined {
  if (method !== 'POST' || url !== '/v1/chat/completions') return 404;
  if (headers.authorization !== `Bearer ${key}`) return 401;
  const { model, messages } = JSON.parse(body) as Partial<ChatRequest>;
  const roles = ['system', 'user', 'assistant', 'developer', 'tool'];
  const fine =
    typeof model === 'string' &&
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every(({ role, content }) => roles.includes(role) && typeof content === 'string');
  return fine ? undefined : 400;
}

const completion = (content: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'stand-in',
  choices: [
    { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
