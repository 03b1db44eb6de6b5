/** Live, yjs: two documents send their updates through a server that applies and passes them on. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Measured, Params } from '../case.ts'
import { recordOf } from './claims.ts'
import { runLive, type Pair } from './live.ts'

/** Times claims, `gap` ms apart. */
export function run(params: Params): Promise<Measured> {
  return runLive(params, 'yjs', join)
}

const COUNT = 10_000

/** The two parties. */
export async function join(url: string): Promise<Pair> {
  const [left, right] = await Promise.all([open(url), open(url)])
  return {
    say(number) {
      const { key, text } = recordOf('left', number, COUNT)
      left.getMap<string>('claims').set(key, text)
    },
    listen(heard) {
      let next = 0
      const claims = right.getMap<string>('claims')
      claims.observe(() => {
        while (claims.has(recordOf('left', next, COUNT).key)) {
          heard(next)
          next += 1
        }
      })
    },
  }
}

async function open(url: string): Promise<Y.Doc> {
  const [doc, socket] = [new Y.Doc(), new WebSocket(url)]
  await once(socket, 'open')
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== socket) socket.send(update)
  })
  socket.on('message', (data: Buffer) => Y.applyUpdate(doc, data, socket))
  return doc
}
