/** Faults: what is wrong with the steps of a trace by themselves, whatever anybody claims and whatever the law. */
import { arithFault } from './arith.ts'
import { graphOf } from './graph.ts'
import type { Check, Step, Trace } from './trace.ts'

/** A step that does not hold, and why, for a person. */
export interface BadStep {
  readonly step: string
  readonly why: string
}

/**
 * The bad steps, each once, sorted by id: ids given twice, circles, observations that use something, false arithmetic. A `rule` is for
 * those to verify who have the law: `ruleFault` is asked for every step with such a check that stands on solid ground.
 */
export function badStepsOf(trace: Trace, ruleFault: (step: Step) => string | undefined): readonly BadStep[] {
  const { ordered, circular, twins } = graphOf(trace)
  const solid = new Set(ordered)
  const whys = new Map<string, string[]>()
  const note = (step: string, why: string): void => {
    const held = whys.get(step)
    if (held === undefined) whys.set(step, [why])
    else if (!held.includes(why)) held.push(why)
  }
  for (const id of twins) note(id, 'several steps have this id')
  for (const { id } of circular) note(id, 'what it uses leads round in a circle')
  for (const step of trace.steps) {
    for (const check of step.checks) {
      const why = check.k === 'rule' && solid.has(step) ? ruleFault(step) : faultOf(check, step)
      if (why !== undefined) note(step.id, why)
    }
  }
  const bad = [...whys].map(([step, held]) => ({ step, why: held.sort().join('; ') }))
  return bad.sort((a, b) => (a.step < b.step ? -1 : 1))
}

function faultOf(check: Check, { uses }: Step): string | undefined {
  if (check.k === 'arith') return arithFault(check)
  if (check.k !== 'observe' || uses.length === 0) return undefined
  return `an observation uses nothing, but this one uses ${[...new Set(uses)].sort().join(', ')}`
}
