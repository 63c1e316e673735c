import { connect, createServer, type Server } from 'node:net';
import { Cancelled } from '../domain/errors.ts';

/**
 * A name in the abstract socket namespace (unix(7)): it belongs to a process, goes with it whatever ends it, and leaves
 * no file behind. It is per network namespace: two containers on one machine do not see each other's.
 */
const NAME = '\0lab-measuring';

export interface MeasureLockOptions {
  readonly signal: AbortSignal;
  /** Called when somebody else is measuring, with what they call themselves. */
  readonly onWait: (holder: string) => void;
}

/**
 * One measurement at a time on a machine: two would measure each other. Waits until the name is free; the answer is
 * disposed of when the measuring is over. `holder` is what others are told meanwhile.
 */
export async function measureLock(holder: string, { signal, onWait }: MeasureLockOptions): Promise<AsyncDisposable> {
  let told = '';
  for (;;) {
    if (signal.aborted) throw new Cancelled();
    const server = await tryListen(holder);
    if (server) return release(server);
    await untilReleased(signal, (who) => {
      if (who !== told) onWait(who);
      told = who;
    });
  }
}

interface Held {
  readonly server: Server;
  /** Those who wait: they learn that it is over by being hung up on. */
  readonly waiting: ReadonlySet<() => void>;
}

async function tryListen(holder: string): Promise<Held | null> {
  return await new Promise((resolve, reject) => {
    const waiting = new Set<() => void>();
    const server = createServer((socket) => {
      const hangUp = (): void => {
        socket.destroy();
      };
      waiting.add(hangUp);
      socket.on('error', () => {});
      socket.on('close', () => waiting.delete(hangUp));
      socket.write(`${holder}\n`);
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(NAME, () => {
      server.unref();
      resolve({ server, waiting });
    });
  });
}

/** Holds a connection to the holder: it ends when the measuring does, or its process. */
async function untilReleased(signal: AbortSignal, onHolder: (holder: string) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(NAME);
    const onAbort = (): void => {
      socket.destroy();
      reject(new Cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text = (text + chunk).slice(0, 200);
      if (text.includes('\n')) onHolder(text.split('\n', 1)[0] ?? '');
    });
    // Refused: it was released between two looks.
    socket.on('error', () => {});
    socket.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}

function release({ server, waiting }: Held): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const hangUp of waiting) hangUp();
      });
    },
  };
}
