/** Heal, floor: one signature verified for every claim of both sides, as a store without chains has to. */
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Measured, Params } from '../case.ts'
import { recordsOf } from './claims.ts'
import { keyPairOf } from './made-journal.ts'
import { startWatch, verify } from './stopwatch.ts'

/** Verifies `claims` a side. */
export function run(params: Params): Promise<Measured> {
  const signed = (['left', 'right'] as const).flatMap((side) => {
    const keyPair = keyPairOf(side)
    return recordsOf(side, Number(params['claims'])).map(({ text }) => ({
      text,
      author: keyPair.author,
      signature: keyPair.sign(text),
    }))
  })
  const read = startWatch()
  const right = signed.filter(({ author, text, signature }) => nodeSignatures.verify(author, text, signature)).length
  const watch = read()
  verify(right === signed.length, 'every signature verifies')
  return Promise.resolve({ ...watch, bytes: 0, messages: 0 })
}
