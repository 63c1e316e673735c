/** Yes or no, on a terminal. Rejects when `signal` fires or the reader presses Ctrl-C. */
export async function askYesNo(message: string, signal: AbortSignal): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  return await confirm({ message, default: false }, { signal });
}
