/** Heal, floor: the texts of each side deflated in one piece, inflated, parsed and hashed by the other. */
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Measured, Params } from '../case.ts'
import { recordsOf } from './claims.ts'
import { startWatch, verify } from './stopwatch.ts'

/** Heals `claims` a side. */
export function run(params: Params): Promise<Measured> {
  const claims = Number(params['claims'])
  const sides = [recordsOf('left', claims), recordsOf('right', claims)] as const
  const read = startWatch()
  let bytes = 0
  const got = sides.map((side) => {
    const packed = deflateRawSync(JSON.stringify(side.map(({ text }) => text)), { level: 6 })
    bytes += packed.length
    const texts = JSON.parse(inflateRawSync(packed).toString()) as string[]
    return texts.map((text) => createHash('sha256').update(text).digest('hex'))
  })
  const watch = read()
  verify(
    got.every((keys, at) => keys.every((key, number) => key === sides[at]?.[number]?.key)),
    'all hashes are right',
  )
  return Promise.resolve({ ...watch, bytes, messages: 2 })
}
