/** Made by web/shell.ts when the worker is built. */
declare module 'virtual:shell' {
  /** Another one for every build that differs. */
  export const VERSION: string;
  /** Addresses of the page and of all that is built for it. */
  export const FILES: string[];
}
