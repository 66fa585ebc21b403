import type { Failed } from '../../server/channels/cause.ts';
import type { TeamsSettings } from '../../server/channels/channel.ts';
import type { Context } from '../../server/context.ts';
import { cloudOf } from './cloud.ts';
import { createKeys } from './keys.ts';
import type { TeamsProbeView } from './schema.ts';
import { AccessError, causeOf, requestToken } from './token.ts';

/** Tries whether a bot's id and secret are taken, and whether the Bot Connector's keys can be had. Never rejects. */
export async function probeBot({ clock, config }: Context, settings: TeamsSettings): Promise<TeamsProbeView> {
  const cloud = cloudOf(config);
  const [access, keys] = await Promise.all([
    failureOf(requestToken(cloud, settings)),
    failureOf(createKeys(clock, cloud).load()),
  ]);
  return { access: probed(access), keys: probed(keys) };
}

const probed = (failed: Failed | undefined): TeamsProbeView['access'] =>
  failed ? { ok: false, problem: failed.cause, detail: failed.detail } : { ok: true };

/** Why work for the Bot Connector has failed; undefined when it has not. */
export const failureOf = (work: Promise<unknown>): Promise<Failed | undefined> =>
  work.then(
    () => undefined,
    (error: Error): Failed =>
      error instanceof AccessError ? error.failed : { cause: causeOf(error), detail: error.message.slice(0, 200) },
  );
