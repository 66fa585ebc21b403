import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';

/** Of who has proved an address on this device. */
const COOKIE = 'ombud_requests';
const HOURS = 2;
const HOUR_MS = 3_600_000;
const BOUND = 'own requests/session';

/** Opens the list of an address on this device, for two hours. */
export function openList(context: Context, answer: FastifyReply, email: string): void {
  const until = context.clock.now().getTime() + HOURS * HOUR_MS;
  setCookie(context, answer, sealPair(context, BOUND, email, until), HOURS * 3600);
}

export const closeList = (context: Context, answer: FastifyReply): void => setCookie(context, answer, '', 0);

/** The address that was proved on this device; undefined when none was, or it was too long ago. */
export const listedAddress = (context: Context, ask: FastifyRequest): string | undefined =>
  openPair(context, BOUND, ask.cookies[COOKIE] ?? '');

function setCookie(context: Context, answer: FastifyReply, value: string, maxAge: number): void {
  const secure = answer.request.protocol === 'https' || context.config.publicUrl.startsWith('https:');
  void answer.setCookie(COOKIE, value, { path: '/help/', httpOnly: true, sameSite: 'lax', secure, maxAge });
}

/** A text that nobody else can read or make, for some time. */
export const sealPair = ({ vault }: Pick<Context, 'vault'>, bound: string, text: string, until: number): string =>
  vault.sealInstance(bound, JSON.stringify([text, until])).toString('base64url');

/** Undefined when it is not ours or its time is over. */
export function openPair({ vault, clock }: Context, bound: string, sealed: string): string | undefined {
  try {
    const plain = vault.openInstance(bound, Buffer.from(sealed, 'base64url')).toString('utf8');
    const [text, until] = JSON.parse(plain) as [string, number];
    return until > clock.now().getTime() ? text : undefined;
  } catch {
    return undefined;
  }
}
