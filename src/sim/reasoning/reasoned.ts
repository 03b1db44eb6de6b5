/** Reasoned: the measures of a simulated network's reasoning at the end of its run. */
import { ownersOf } from '../../node/reasoning/owners.ts'
import type { NodeView, Reasoned } from '../outcome.ts'
import type { Sometimes } from '../sometimes.ts'
import type { World } from '../world.ts'
import type { Asking } from './asking.ts'

/** What the first node that is there measures; null where no goals are asked. */
export function reasonedIn({ places }: World, { asked }: Asking): Reasoned | null {
  const there = [...places.values()].filter(({ hostile }) => hostile === null)
  const reasoning = there.map(({ actor }) => actor.reasoning()).find((one) => one !== null)
  if (reasoning === undefined || reasoning === null) return null
  const answered = asked.filter(({ outcome }) => outcome === 'answered')
  return {
    asked: asked.length,
    answered: answered.length,
    metrics: reasoning.metrics(),
    answerMs: answered.map(({ atMs, endedAtMs }) => (endedAtMs ?? atMs) - atMs),
  }
}

/** Situations that only the sessions of a run show. */
export function noteReasoning({ told }: NodeView, { reach }: Sometimes): void {
  const archive = told()
  const conclusions = new Map<string, Set<string>>()
  for (const id of archive.sessions()) {
    const record = archive.session(id)
    if (record?.begun === undefined) continue
    const { goal } = record.begun.item
    const { by } = record.begun
    if (record.conclusions.some((conclusion) => conclusion.by !== by)) reach('session published by who took it over')
    if (record.conclusions.length === 0 && record.closes.length > 0) reach('session closed')
    if (ownersOf(record).length > 1) reach('session with two owners')
    const values = conclusions.get(goal) ?? new Set()
    for (const { item } of record.conclusions) values.add(JSON.stringify(item.concludes.value))
    conclusions.set(goal, values)
  }
  if ([...conclusions.values()].some(({ size }) => size > 1)) reach('goal with conclusions that differ')
}
