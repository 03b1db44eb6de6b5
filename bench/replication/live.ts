/** Live: one party claims, another waits for it; the delay of each claim, through a server in a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Measured, Params } from '../case.ts'
import { percentile } from '../rows.ts'
import { verify } from './stopwatch.ts'

/** The two parties of one subject, joined through the server. */
export interface Pair {
  /** Says claim `number`; resolves when the caller may go on. */
  say(number: number): void | Promise<void>
  /** Calls `heard` whenever a claim can be read at the other party. May name one more than once. */
  listen(heard: (number: number) => void): void
}

/** Claims said before the timed ones, so that code is compiled and connections are warm. */
const WARM_UP = 20
/** Milliseconds between those. */
const WARM_UP_GAP = 20
/** Claims timed when they are far apart, and when they are not. */
const [FEW, MANY] = [40, 1_000]
/** A claim that takes longer is lost; in milliseconds. */
const LOST_MS = 20_000

/** Times claims, `gap` milliseconds apart, of the pair that `join` makes on the server of this kind. */
export function runLive(params: Params, kind: string, join: Join): Promise<Measured> {
  const gap = Number(params['gap'])
  const claims = Number(params['claims'] ?? (gap >= 100 ? FEW : MANY))
  return withPair(kind, join, async (pair) => {
    const [said, delays] = [new Map<number, number>(), new Map<number, number>()]
    pair.listen((number) => {
      const at = said.get(number)
      if (at !== undefined && !delays.has(number)) delays.set(number, performance.now() - at)
    })
    for (let number = 0; number < WARM_UP + claims; number += 1) {
      said.set(number, performance.now())
      void pair.say(number)
      await new Promise((resolve) => setTimeout(resolve, number < WARM_UP ? WARM_UP_GAP : gap))
    }
    await until(() => delays.size === said.size)
    const timed = [...delays].filter(([number]) => number >= WARM_UP).map(([, delay]) => delay)
    return { p50: percentile(timed, 0.5), p99: percentile(timed, 0.99), max: Math.max(...timed) }
  })
}

/** Times `claims` claims said at once, until all of them arrived. */
export function runBurst(params: Params, kind: string, join: Join): Promise<Measured> {
  const claims = Number(params['claims'])
  return withPair(kind, join, async (pair) => {
    const heard = new Set<number>()
    let from = 0
    let wall = 0
    pair.listen((number) => {
      heard.add(number)
      if (heard.size === WARM_UP + claims) wall = performance.now() - from
    })
    for (let number = 0; number < WARM_UP; number += 1) await pair.say(number)
    await until(() => heard.size === WARM_UP)
    from = performance.now()
    for (let number = WARM_UP; number < WARM_UP + claims; number += 1) void pair.say(number)
    await until(() => wall > 0)
    return { wall }
  })
}

/** How the two parties of a subject are made. */
export type Join = (url: string) => Promise<Pair>

async function withPair(kind: string, join: Join, work: (pair: Pair) => Promise<Measured>): Promise<Measured> {
  const program = fileURLToPath(new URL('live-server.js', import.meta.url))
  const server = fork(program, [kind], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  try {
    const [port] = (await once(server, 'message')) as [number]
    return await work(await join(`ws://127.0.0.1:${port}`))
  } finally {
    server.kill('SIGKILL')
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + LOST_MS
  while (!holds() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
  verify(holds(), 'every claim arrived')
}
