/** A token bucket in two numbers, so that ten thousand of them cost nothing while idle. */
export interface Bucket {
  left: number;
  /** Milliseconds. */
  at: number;
}

const SIZE = 30;
const PER_SECOND = 10;
/** Who goes on this far after being told to stop is not a person. */
const PATIENCE = 100;

export const fullBucket = (now: number): Bucket => ({ left: SIZE, at: now });

/** Takes one; `over` when there was none, `away` when the sender does not stop. */
export function take(bucket: Bucket, now: number): 'ok' | 'over' | 'away' {
  const passed = Math.max(0, now - bucket.at);
  bucket.at = now;
  bucket.left = Math.min(SIZE, bucket.left + (passed / 1000) * PER_SECOND) - 1;
  if (bucket.left >= 0) return 'ok';
  return bucket.left < -PATIENCE ? 'away' : 'over';
}
