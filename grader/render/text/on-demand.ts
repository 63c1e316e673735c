import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A package that is loaded when it is first used: measuring wide characters, wrapping and Markdown take 50 ms to load,
 * and `lab list` needs none of them.
 */
export function onDemand<T>(name: string): () => T {
  let loaded: T | undefined;
  return () => (loaded ??= (require(name) as { default: T }).default);
}
