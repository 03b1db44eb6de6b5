/** A real server in a process of its own: the built command, started, killed and started again on the same port and folder. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A running server. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  readonly realms: readonly string[]
  /** Lines printed after the ready line. */
  readonly lines: readonly string[]
  readonly process: ChildProcess
  /** The next line that tells of such an event, since the last that was waited for; rejects when the process ends before. */
  heard(isIt: (told: Readonly<Record<string, unknown>>) => boolean): Promise<Readonly<Record<string, unknown>>>
  /** Sends a signal; resolves when the process is gone. */
  end(signal: NodeJS.Signals): Promise<Ended>
}

const MAIN = 'dist/src/cli/main.js'

/** Starts `tracord serve --json` with more arguments; resolves when it is ready, rejects with what it said when it ends before. */
export async function startServer(...args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')))
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  const first = await Promise.race([once(reader, 'line').then(([line]) => String(line)), exited])
  if (typeof first !== 'string') throw new Error(`the server ended with ${first.code ?? first.signal}: ${complaints}`)
  let [next, onLine] = [0, (): void => {}]
  reader.on('line', (line) => {
    lines.push(line)
    onLine()
  })
  const heard: ServerProcess['heard'] = async (isIt) => {
    for (;;) {
      while (next < lines.length) {
        const told = JSON.parse(lines[next++] ?? '') as Readonly<Record<string, unknown>>
        if (isIt(told)) return told
      }
      const more = new Promise<void>((resolve) => (onLine = resolve))
      const gone = await Promise.race([more, exited])
      if (gone !== undefined) throw new Error(`the server ended with ${gone.code ?? gone.signal}: ${complaints}`)
    }
  }
  const { url, port, realms } = JSON.parse(first) as { url: string; port: number; realms: readonly string[] }
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal)
    return exited
  }
  return { url, port, realms, lines, process: child, heard, end }
}
