/** Post: calls to a child process and what it tells by itself, over the channel that node gives parent and child. */
import { fork, type ChildProcess } from 'node:child_process'
import { TracordError } from '../../base/error.ts'

/** What a child can be asked: by name, from arguments to an answer. Both must be plain JSON. */
export type Calls = { readonly [name: string]: (...args: never[]) => unknown }

/** A child process that answers calls. */
export interface Child<C extends Calls> {
  /** Asks the child; rejects when it fails or has ended. */
  call<K extends keyof C & string>(name: K, ...args: Parameters<C[K]>): Promise<Awaited<ReturnType<C[K]>>>
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Hangs up, upon which the process ends by itself; resolves when it has. */
  end(): Promise<void>
  /** Ends the process at once, whatever it is doing. */
  kill(): void
}

interface Call {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}

type Reply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string } | { readonly told: unknown }

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/** Starts `script` with one JSON argument. `onTold` hears what the child says unasked. */
export function startChild<C extends Calls>(script: URL, argument: unknown, onTold: (told: unknown) => void): Child<C> {
  const child = fork(script, [JSON.stringify(argument)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  const waiting = new Map<number, Waiting>()
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const lastWords = collectErrors(child)
  let calls = 0
  child.on('message', (reply: Reply) => {
    if ('told' in reply) return onTold(reply.told)
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) one?.reject(new TracordError('REFUSED', reply.error))
    else one?.resolve(reply.value as never)
  })
  child.on('exit', (code, signal) => {
    const error = new TracordError('CLOSED', `a process of the demo ended early (${signal ?? code}) ${lastWords()}`.trim())
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  })
  return {
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        if (!child.connected) return reject(new TracordError('CLOSED', `a process of the demo has ended ${lastWords()}`.trim()))
        const id = calls++
        waiting.set(id, { resolve, reject })
        child.send({ id, name, args } satisfies Call)
      }),
    ended,
    end() {
      if (child.connected) child.disconnect()
      return ended
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** In the child: answers the parent's calls; ends with the parent. Returns the means to tell it something unasked. */
export function answerCalls(calls: Calls): (told: unknown) => void {
  const send = (reply: Reply): void => {
    if (process.connected) process.send?.(reply)
  }
  process.on('message', ({ id, name, args }: Call) => {
    Promise.resolve()
      .then(() => calls[name]?.(...(args as never[])))
      .then(
        (value) => send({ id, value: value ?? null }),
        (error: unknown) => send({ id, error: error instanceof Error ? error.message : String(error) }),
      )
  })
  process.on('disconnect', () => process.exit(0))
  return (told) => send({ told })
}

/** Characters kept of what a child wrote to standard error. */
const LAST_WORDS_MAX = 500

function collectErrors(child: ChildProcess): () => string {
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-LAST_WORDS_MAX)))
  return () => words.trim()
}
