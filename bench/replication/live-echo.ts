/** Live, floor: the text of a claim through a server that only passes it on. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Measured, Params } from '../case.ts'
import { recordOf } from './claims.ts'
import { runLive, type Pair } from './live.ts'

/** Times claims, `gap` ms apart. */
export function run(params: Params): Promise<Measured> {
  return runLive(params, 'ws-echo', join)
}

/** The two parties. */
export async function join(url: string): Promise<Pair> {
  const [left, right] = [new WebSocket(url), new WebSocket(url)]
  await Promise.all([once(left, 'open'), once(right, 'open')])
  return {
    say: (number) => left.send(JSON.stringify({ number, ...recordOf('left', number, 10_000) })),
    listen: (heard) => right.on('message', (data: Buffer) => heard((JSON.parse(data.toString()) as { number: number }).number)),
  }
}
