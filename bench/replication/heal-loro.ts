/** Heal, Loro: two documents with a map by hash exchange version vectors and what the other lacks; nothing signed, checked or judged. */
import { LoroDoc, VersionVector } from 'loro-crdt'
import type { Measured, Params } from '../case.ts'
import { recordsOf, type Side } from './claims.ts'
import { startWatch, verify } from './stopwatch.ts'

/** Heals `claims` a side. */
export async function run(params: Params): Promise<Measured> {
  const claims = Number(params['claims'])
  const [left, right] = [write('left', claims), write('right', claims)]
  const count = { bytes: 0, messages: 0 }
  const send = async (bytes: Uint8Array): Promise<Uint8Array> => {
    count.messages += 1
    count.bytes += bytes.length
    await new Promise((resolve) => setImmediate(resolve))
    return bytes
  }
  const lacks = (doc: LoroDoc, has: Uint8Array): Uint8Array => doc.export({ mode: 'update', from: VersionVector.decode(has) })
  const read = startWatch()
  const [leftHas, rightHas] = [await send(left.oplogVersion().encode()), await send(right.oplogVersion().encode())]
  right.import(await send(lacks(left, rightHas)))
  left.import(await send(lacks(right, leftHas)))
  const watch = read()
  const records = [...recordsOf('left', claims), ...recordsOf('right', claims)]
  const has = (doc: LoroDoc): boolean => {
    const map = doc.getMap('claims')
    return records.every(({ key, text }) => map.get(key) === text)
  }
  verify(has(left) && has(right), 'all claims are on both sides')
  return { ...watch, ...count }
}

function write(side: Side, claims: number): LoroDoc {
  const doc = new LoroDoc()
  doc.setPeerId(side === 'left' ? 1n : 2n)
  const map = doc.getMap('claims')
  for (const { key, text } of recordsOf(side, claims)) {
    map.set(key, text)
    doc.commit()
  }
  return doc
}
