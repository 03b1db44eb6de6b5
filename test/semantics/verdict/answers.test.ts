/** Answers: what is remembered of repair problems changes no judgement, within an engine and between engines. */
import { expect, test } from 'vitest'
import type { Said } from '../../../src/frames/item.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { createAnswers, type Answers } from '../../../src/semantics/verdict/answers.ts'
import { claim, ONE } from '../explain/written.ts'

const FRAMES = Array.from({ length: 20 }, (_, at) => `x${at}`)

function engineOf(answers?: Answers): Engine {
  const law = readLaw({ slots: { p: ONE } })
  if (!law.ok) throw new Error(law.error.why)
  return createEngine(law.value, undefined, answers)
}

/** ann says 1 and eve 4 all the time, bob 2 in its first half and cyd 3 in its second. */
const halves = (frame: string): readonly Said[] => [
  claim(`a ${frame}`, 'ann', frame, 'p', 1, { valid: [0, 20] }),
  claim(`e ${frame}`, 'eve', frame, 'p', 4, { valid: [0, 20] }),
  claim(`b ${frame}`, 'bob', frame, 'p', 2, { valid: [0, 10] }),
  claim(`c ${frame}`, 'cyd', frame, 'p', 3, { valid: [10, 20] }),
]
/** For a while the first half weighs more. */
const more = (frame: string): Said => claim(`d ${frame}`, 'dan', frame, 'p', 2, { valid: [0, 10] })
const back = (frame: string): Said => ({ id: `w ${frame}`, by: 'dan', item: { k: 'withdraw', claim: `d ${frame}` } })

test('[SEM580] stretches that weigh alike are solved each by itself, whatever was judged before', () => {
  const plain = engineOf()
  plain.add(FRAMES.flatMap(halves))
  const eventful = engineOf()
  eventful.add(FRAMES.flatMap((frame) => [...halves(frame), more(frame)]))
  expect(eventful.digest()).not.toBe(plain.digest())
  eventful.add(FRAMES.map(back))
  expect(eventful.components()).toEqual(plain.components())
  expect(eventful.digest()).toBe(plain.digest())
})

test('[SEM581] engines that share what they worked out judge as those that do not', () => {
  const shared = createAnswers()
  const [first, second, alone] = [engineOf(shared), engineOf(shared), engineOf()]
  const said = FRAMES.flatMap((frame) => [...halves(frame), more(frame)])
  first.add(said)
  first.digest()
  for (const one of said.toReversed()) {
    second.add([one])
    second.digest()
  }
  alone.add(said)
  expect(second.components()).toEqual(alone.components())
  expect([first.digest(), second.digest()]).toEqual([alone.digest(), alone.digest()])
})
