import type { TSchema } from 'typebox';
import { policies, type Policy } from './policies.ts';

/** What each frame of a socket asks: `client` of who sends it, `server` of who is sent it. */
export interface SocketPolicies<In extends string = string, Out extends string = string> {
  readonly client: Readonly<Record<In, Policy>>;
  readonly server: Readonly<Record<Out, Policy>>;
}

/**
 * Declares the policies of a socket beside the shapes of its frames. Throws, and so stops the start, when a frame has
 * no policy, a policy no frame, or there is no such policy.
 */
export function declareSocket<In extends string, Out extends string>(
  path: string,
  shapes: { client: TSchema; server: TSchema },
  declared: SocketPolicies<In, Out>,
): SocketPolicies<In, Out> {
  for (const side of ['client', 'server'] as const) {
    const frames = framesOf(shapes[side]);
    const named: Record<string, Policy> = declared[side];
    for (const frame of new Set([...frames, ...Object.keys(named)]))
      if (!frames.includes(frame) || !(named[frame] && named[frame] in policies))
        throw new Error(`the frame ${frame} of ${path} (${side}) declares no policy (access/policies.ts)`);
  }
  return declared;
}

/** The names of the frames of a union: the constant of each one's `t`. */
export function framesOf(union: TSchema): string[] {
  const { anyOf = [] } = union as { anyOf?: { properties?: { t?: { const?: unknown } } }[] };
  return anyOf.map(({ properties }) => String(properties?.t?.const));
}
