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
/** A claim that takes longer is lost; in milliseconds. */
const LOST_MS = 20_000

/** Times `claims` claims, `gap` milliseconds apart, of the pair that `join` makes on the server of this kind. */
export async function runLive(params: Params, kind: string, join: (url: string) => Promise<Pair>): Promise<Measured> {
  const [claims, gap] = [Number(params['claims']), Number(params['gap'])]
  const server = fork(fileURLToPath(new URL('live-server.js', import.meta.url)), [kind], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const [port] = (await once(server, 'message')) as [number]
    const pair = await join(`ws://127.0.0.1:${port}`)
    const [said, delays] = [new Map<number, number>(), new Map<number, number>()]
    pair.listen((number) => {
      const at = said.get(number)
      if (at !== undefined && !delays.has(number)) delays.set(number, performance.now() - at)
    })
    for (let number = 0; number < WARM_UP + claims; number += 1) {
      said.set(number, performance.now())
      void pair.say(number)
      await new Promise((resolve) => setTimeout(resolve, gap))
    }
    const deadline = performance.now() + LOST_MS
    while (delays.size < said.size && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
    verify(delays.size === said.size, `${said.size} claims arrived, not ${delays.size}`)
    const timed = [...delays].filter(([number]) => number >= WARM_UP).map(([, delay]) => delay)
    return { p50: percentile(timed, 0.5), p99: percentile(timed, 0.99), max: Math.max(...timed) }
  } finally {
    server.kill('SIGKILL')
  }
}
