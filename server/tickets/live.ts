/** Channels whose customer waits in front of the screen: they count against an agent's live capacity. */
export const LIVE_CHANNELS: ReadonlySet<string> = new Set(['webchat', 'telegram', 'teams']);
