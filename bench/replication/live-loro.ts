/** Live, Loro: two documents send their updates through a server that imports and passes them on. */
import { once } from 'node:events'
import { LoroDoc } from 'loro-crdt'
import { WebSocket } from 'ws'
import type { Measured, Params } from '../case.ts'
import { recordOf } from './claims.ts'
import { runLive, type Pair } from './live.ts'

/** Times claims, `gap` ms apart. */
export function run(params: Params): Promise<Measured> {
  return runLive(params, 'loro', join)
}

const COUNT = 10_000

/** The two parties. */
export async function join(url: string): Promise<Pair> {
  const [left, right] = await Promise.all([open(url), open(url)])
  return {
    say(number) {
      const { key, text } = recordOf('left', number, COUNT)
      left.getMap('claims').set(key, text)
      left.commit()
    },
    listen(heard) {
      let next = 0
      const claims = right.getMap('claims')
      right.subscribe(() => {
        while (claims.get(recordOf('left', next, COUNT).key) !== undefined) {
          heard(next)
          next += 1
        }
      })
    },
  }
}

async function open(url: string): Promise<LoroDoc> {
  const [doc, socket] = [new LoroDoc(), new WebSocket(url)]
  await once(socket, 'open')
  doc.subscribeLocalUpdates((update) => socket.send(update))
  socket.on('message', (data: Buffer) => doc.import(data))
  return doc
}
