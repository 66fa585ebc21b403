/** Tries until it does not throw; after `ms` the last error counts. For what happens soon, without a fixed wait. */
export async function eventually<T>(attempt: () => Promise<T> | T, ms = 30_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
