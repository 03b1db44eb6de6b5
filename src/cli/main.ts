#!/usr/bin/env node
/** The command `tracord`: hands its arguments and the real terminal to `run`, and leaves with its exit code. */
import { run } from './run.ts'
import { systemTerminal } from './terminal.ts'

/** What a shell reports for a process that an interrupt ended. */
const EXIT_INTERRUPTED = 130

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // asked twice: whoever asks no longer wants to wait for a clean end
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED)
    stop.abort()
  })
}
// a reader that goes away early (`tracord judge x.json | head`) is no fault of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await run(process.argv.slice(2), systemTerminal(stop.signal))
