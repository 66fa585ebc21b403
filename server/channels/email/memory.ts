/** What one mail takes of it. */
export interface Held {
  /** False when there is no room for so many more bytes. */
  grow(bytes: number): boolean;
  free(): void;
}

/** The memory that mails may take together. */
export interface Memory {
  open(): Held;
}

/** Room for so many bytes: two hundred senders of 25 MB each must not bring the process down. */
export function createMemory(limit: number): Memory {
  let all = 0;
  return {
    open() {
      let mine = 0;
      return {
        grow(bytes) {
          if (all + bytes > limit) return false;
          all += bytes;
          mine += bytes;
          return true;
        },
        free() {
          all -= mine;
          mine = 0;
        },
      };
    },
  };
}
