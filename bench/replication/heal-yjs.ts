/** Heal, yjs: two documents with a map keyed by hash exchange state vectors and what the other lacks; nothing signed, checked or judged. */
import * as Y from 'yjs'
import type { Measured, Params } from '../case.ts'
import { recordsOf, type Side } from './claims.ts'
import { startWatch, verify } from './stopwatch.ts'

/** What each text carries besides, when signatures are carried (and not verified): as long as an Ed25519 one in base64url. */
const carried = (params: Params, key: string): string =>
  params['signed'] === undefined ? '' : Buffer.from(key + key, 'hex').toString('base64url')

/** Heals `claims` a side. */
export async function run(params: Params): Promise<Measured> {
  const [left, right] = [write('left', params), write('right', params)]
  const count = { bytes: 0, messages: 0 }
  const send = async (bytes: Uint8Array): Promise<Uint8Array> => {
    count.messages += 1
    count.bytes += bytes.length
    await new Promise((resolve) => setImmediate(resolve))
    return bytes
  }
  const read = startWatch()
  const [leftHas, rightHas] = [await send(Y.encodeStateVector(left)), await send(Y.encodeStateVector(right))]
  Y.applyUpdate(right, await send(Y.encodeStateAsUpdate(left, rightHas)))
  Y.applyUpdate(left, await send(Y.encodeStateAsUpdate(right, leftHas)))
  const watch = read()
  const records = [...recordsOf('left', Number(params['claims'])), ...recordsOf('right', Number(params['claims']))]
  const has = (doc: Y.Doc): boolean => {
    const map = doc.getMap<string>('claims')
    return records.every(({ key, text }) => map.get(key) === text + carried(params, key))
  }
  verify(has(left) && has(right), 'all claims are on both sides')
  return { ...watch, ...count }
}

function write(side: Side, params: Params): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = side === 'left' ? 1 : 2
  const map = doc.getMap<string>('claims')
  for (const { key, text } of recordsOf(side, Number(params['claims']))) map.set(key, text + carried(params, key))
  return doc
}
