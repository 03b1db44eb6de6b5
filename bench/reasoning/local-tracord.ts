/** Local, tracord: a node asks itself for slots that stand. */
import { createNode } from '../../src/node/create.ts'
import type { Answer } from '../../src/node/reasoning/answer.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { spreadOf, timed } from './times.ts'

const ASKED = 2_000
const AT_ONCE = 1_000

/** Holds the frames, and asks. */
export async function run(params: Params): Promise<Measured> {
  const frames = Number(params['frames'])
  const node = await createNode({ name: 'local', slots: { state: { atMost: 1 } } })
  for (let from = 0; from < frames; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) => node.claim(`d${from + at}`, { state: `s${from + at}` }))
    await Promise.all(some)
  }
  const pick = (at: number): number => (at * 7_919) % frames
  const answers: Answer[] = []
  const ask = async (at: number): Promise<void> => {
    answers.push(await node.ask({ goal: `state of d${pick(at)}`, wants: { frame: `d${pick(at)}`, slot: 'state' } }))
  }
  await timed(AT_ONCE, ask)
  answers.length = 0
  const times = await timed(ASKED, ask)
  const isRight = answers.every(({ conclusion, standing }, at) => conclusion.value === `s${pick(at)}` && standing === 'clear')
  verify(answers.length === ASKED && isRight, 'each answer is what was claimed')
  await node.close()
  return spreadOf(times)
}
