/** Finishing: sessions whose solver is gone, concluded by another node from the steps that had been told. */
import { parseDecimal } from '../../frames/decimal.ts'
import type { ItemId } from '../../frames/item-id.ts'
import { valueOfDecimal, type Value } from '../../frames/value.ts'
import { engineIn, goOn } from '../../node/drafting.ts'
import { evaluate } from '../../traces/expression.ts'
import { stepFrom, type SessionRecord } from '../../traces/archive.ts'
import { showRational } from '../../traces/rational.ts'
import type { Step } from '../../traces/trace.ts'
import { ANSWER } from './source.ts'

/**
 * Goes on with every open session that `author` began: it came to whatever its last sum comes to. `frames` are the questions' frames by
 * their words. Resolves with how many were finished; those without any sum are left open.
 */
export async function finish(node: object, author: string, frames: ReadonlyMap<string, string>): Promise<number> {
  const { archive } = engineIn(node)
  const left = [...archive.sessions()].sort().map((id) => archive.session(id)!)
  let finished = 0
  for (const session of left.filter((one) => isLeftBy(author, one))) {
    const steps = session.steps.map(stepFrom).toSorted((a, b) => placeOf(a.id) - placeOf(b.id))
    const [value, frame] = [lastResult(steps), frames.get(session.begun?.item.goal ?? '')]
    if (value === undefined || frame === undefined) continue
    const last: Step = { id: 'last', text: LAST_WORDS, uses: looseEnds(steps), checks: [{ k: 'say' }], gives: undefined }
    const concludes = { frame, slot: ANSWER, value, not: false }
    await goOn(node, session.id, { id: '', by: '', goal: '', concludes, steps: [last] })
    finished += 1
  }
  return finished
}

const LAST_WORDS = 'its solver is gone; this is what the last sum it told comes to'

function isLeftBy(author: string, { begun, conclusions, closes }: SessionRecord): boolean {
  return begun?.by === author && conclusions.length === 0 && closes.length === 0
}

/** Steps of one entry have their order in their ids. */
const placeOf = (id: ItemId): number => Number(id.slice(id.indexOf('#') + 1))

function looseEnds(steps: readonly Step[]): readonly ItemId[] {
  const used = new Set(steps.flatMap(({ uses }) => uses))
  return steps.flatMap(({ id }) => (used.has(id) ? [] : [id]))
}

function lastResult(steps: readonly Step[]): Value | undefined {
  const last = steps.flatMap(({ checks }) => checks).findLast((check) => check.k === 'arith')
  const result = last === undefined ? undefined : evaluate(last.value)
  const decimal = result?.ok === true ? parseDecimal(showRational(result.value)) : undefined
  return decimal === undefined ? undefined : valueOfDecimal(decimal)
}
