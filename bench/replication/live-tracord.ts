/** Live, tracord: two nodes in memory and a server node; a claim has arrived when the other node reads it, judged, out of its frame. */
import { createNode } from '../../src/node/create.ts'
import type { Measured, Params } from '../case.ts'
import { runLive, type Pair } from './live.ts'
import { benchFounding } from './made-journal.ts'

/** Times claims, `gap` ms apart. */
export function run(params: Params): Promise<Measured> {
  return runLive(params, 'tracord', join)
}

/** The two parties. */
export async function join(url: string): Promise<Pair> {
  const realm = benchFounding()
  const [left, right] = await Promise.all([
    createNode({ name: 'left', realm, connect: [url], role: 'leaf' }),
    createNode({ name: 'right', realm, connect: [url], role: 'leaf' }),
  ])
  while (![left, right].every((node) => node.status().peers.some(({ state }) => state === 'ready'))) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  let next = 0
  return {
    async say(number) {
      await left.claim(`live-${number}`, { 'slot-0': `reading ${number}` }, { confidence: 900 })
    },
    listen(heard) {
      right.subscribe((event) => {
        if (event.type !== 'entries') return
        while (right.frame(`live-${next}`)['slot-0']?.value === `reading ${next}`) {
          heard(next)
          next += 1
        }
      })
    },
  }
}
