/** Reconnect, yjs: two equal documents, one with a share more, exchange state vectors and what is missing. */
import * as Y from 'yjs'
import type { Measured, Params } from '../case.ts'
import { recordsOf } from './claims.ts'
import { startWatch, verify } from './stopwatch.ts'

/** Meets again with `frames` claims on both sides and `changed` percent more on one. */
export function run(params: Params): Promise<Measured> {
  const [frames, changed] = [Number(params['frames']), Number(params['changed'])]
  const added = Math.floor((frames * changed) / 100)
  const [left, right] = [new Y.Doc(), new Y.Doc()]
  for (const { key, text } of recordsOf('left', frames, 1)) left.getMap<string>('claims').set(key, text)
  Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
  for (const { key, text } of recordsOf('right', added, 1)) right.getMap<string>('claims').set(key, text)
  const sent: Uint8Array[] = []
  const send = (bytes: Uint8Array): Uint8Array => {
    sent.push(bytes)
    return bytes
  }
  const read = startWatch()
  const [leftHas, rightHas] = [send(Y.encodeStateVector(left)), send(Y.encodeStateVector(right))]
  Y.applyUpdate(right, send(Y.encodeStateAsUpdate(left, rightHas)))
  Y.applyUpdate(left, send(Y.encodeStateAsUpdate(right, leftHas)))
  const { cpu } = read()
  verify(left.getMap('claims').size === right.getMap('claims').size, 'both hold everything')
  return Promise.resolve({ messages: sent.length, bytes: sent.reduce((sum, bytes) => sum + bytes.length, 0), cpu })
}
