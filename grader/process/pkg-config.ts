import process from 'node:process';
import { run } from './run.ts';

const SECONDS = 10;
/** Where a person has told pkg-config to look: CMake heard it when the native core was built, and both must agree. */
const HEARD = ['PKG_CONFIG_PATH', 'PKG_CONFIG_LIBDIR'];

/** What pkg-config says, in words; null where it says no, or is not there. */
export async function pkgConfig(args: readonly string[], signal?: AbortSignal): Promise<readonly string[] | null> {
  const told = HEARD.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  const { ending, stdout } = await run({
    argv: ['pkg-config', ...args],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...Object.fromEntries(told) },
    seconds: SECONDS,
    ...(signal === undefined ? {} : { signal }),
  });
  if (ending.kind !== 'exited' || ending.code !== 0) return null;
  return stdout.split(/\s+/u).filter((word) => word !== '');
}
