/** Clients: thousands join one server, and one of them says something; how long it takes, and what each costs the server. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Measured, Params } from '../case.ts'
import { verify } from './stopwatch.ts'

/** One client of one subject. */
export interface Client {
  say(): void | Promise<void>
  /** Calls `heard` once, when what another said can be read here. */
  listen(heard: () => void): void
}

/** A client on its way. */
export interface Joining {
  /** Resolves when the server knows it. */
  readonly joined: Promise<Client>
  /** How far it is, for the text about one that never joined. */
  where(): string
}

/** Begins to join a client. */
export type JoinClient = (url: string, number: number) => Joining

/** Joining at a time, as no crowd sends its first packet in one instant. */
const JOINING_MAX = 100
/** Without everything by then something is wrong; in milliseconds. */
const LOST_MS = 60_000
/** Clients told of that did not join. */
const TOLD_MAX = 5

/** Times `clients` clients of the server of this kind. */
export async function runClients(params: Params, kind: string, join: JoinClient): Promise<Measured> {
  const number = Number(params['clients'])
  const program = fileURLToPath(new URL('clients-server.js', import.meta.url))
  const server = fork(program, [kind], { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ask = async (): Promise<{ rss: number; cpuMs: number }> => {
    server.send('memory')
    const answer = once(server, 'message', { signal: AbortSignal.timeout(LOST_MS) })
    const [told] = (await answer.catch(() => Promise.reject(new Error('the server tells no memory')))) as [{ rss: number; cpuMs: number }]
    return told
  }
  try {
    const [port] = (await once(server, 'message')) as [number]
    const before = await ask()
    const began = performance.now()
    const clients = await joinAll(`ws://127.0.0.1:${port}`, number, join)
    const connect = performance.now() - began
    const after = await ask()
    const fanOut = await speak(clients)
    const end = await ask()
    const memory = Math.max(after.rss, end.rss) - before.rss
    return { connect, 'fan-out': fanOut, memory: memory / number, 'server-cpu': end.cpuMs - before.cpuMs }
  } finally {
    server.kill('SIGKILL')
  }
}

async function joinAll(url: string, number: number, join: JoinClient): Promise<readonly Client[]> {
  const clients: Client[] = []
  const under = new Set<Joining>()
  let next = 0
  const joinOn = async (): Promise<void> => {
    while (next < number) {
      const joining = join(url, next++)
      under.add(joining)
      clients.push(await joining.joined)
      under.delete(joining)
    }
  }
  const lost = new Promise<never>((_, reject) => {
    const tell = (): void => reject(new Error(`wrong output: ${clients.length} of ${number} joined; the others: ${told(under)}`))
    setTimeout(tell, LOST_MS).unref()
  })
  await Promise.race([Promise.all(Array.from({ length: JOINING_MAX }, joinOn)), lost])
  return clients
}

function told(under: ReadonlySet<Joining>): string {
  const all = Array.from(under, (joining) => joining.where())
  return all.length > TOLD_MAX ? `${all.slice(0, TOLD_MAX).join('; ')} and ${all.length - TOLD_MAX} more` : all.join('; ')
}

async function speak(clients: readonly Client[]): Promise<number> {
  const [speaker, ...others] = clients
  let heard = 0
  const all = new Promise<void>((resolve, reject) => {
    const cancel = setTimeout(() => reject(new Error(`wrong output: ${heard} of ${others.length} heard it`)), LOST_MS)
    for (const other of others) {
      other.listen(() => {
        heard += 1
        if (heard < others.length) return
        clearTimeout(cancel)
        resolve()
      })
    }
  })
  const began = performance.now()
  void speaker?.say()
  await all
  const took = performance.now() - began
  verify(heard === others.length, 'every client heard it once')
  return took
}
