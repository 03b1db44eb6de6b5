/** Thinker: a module whose reasoning is a function of its goal: so many steps at its node's pace, and one of several ends. */
import type { Clock } from '../../base/clock.ts'
import type { Module, StatementInput, Step, Work } from '../../node/reasoning/module.ts'
import { sumOf } from '../history.ts'
import type { Thinking } from '../scenario.ts'

/** What goals for thinkers begin with. */
export const WORK_OUT = 'work out'
/** Values that a goal may come to. */
const VALUES = 100
/** Frames of the drawn workload that a goal may rest on. */
const FRAMES = 50
/** Numbers that a goal is worked out with. */
const NUMBERS = 100_000
/** The slot of what a step comes to on the way. */
const PART = 'part'

/** The module that `thinking` tells of, on `node`, whose steps take their time by `clock`. */
export function createThinker(thinking: Thinking, node: string, clock: Clock): Module {
  const { name, suits = 900, stepMs, ends } = thinking
  return {
    name,
    version: '1',
    accepts: ({ goal, wants }) => (wants === undefined || !goal.startsWith(WORK_OUT) ? 0 : suits),
    async *run(work) {
      const { wants, goal } = work.goal
      if (wants === undefined) throw new Error('it wants a slot')
      const sum = numberOf(goal)
      const { frame } = wants
      // What another run of the session made is gone on from, not made again.
      let used = lastOf(work, frame)
      for (let at = partsMade(work, frame); at < thinking.steps; at += 1) {
        if (stepMs > 0) await passed(clock, stepMs)
        if (work.signal.aborted) return
        yield stepAt(at, sum, frame, at === 0 ? premisesOf(work, sum) : used)
        used = [partName(at)]
      }
      if (ends === 'throws') throw new Error('it lost the thread')
      if (ends === 'hangs') await new Promise<never>(() => undefined)
      if (ends === 'errs') yield { uses: used, check: { k: 'arith', expr: `${sum} + 1`, value: sum } }
      const value = ends === 'differs' ? (sum + numberOf(node)) % VALUES : sum % VALUES
      yield { concludes: { ...wants, value } }
    },
  }
}

function stepAt(at: number, sum: number, frame: string, uses: readonly string[]): Step {
  const expr = `${sum} * ${at + 1}`
  const gives: StatementInput = { frame, slot: PART, value: at }
  return { id: partName(at), text: `part ${at}`, uses, check: { k: 'arith', expr, value: sum * (at + 1) }, gives }
}

const partName = (at: number): string => `part ${at}`

/** A claim about one thing, as it stands here now: what the first step rests on, if there is one. */
function premisesOf(work: Work, sum: number): readonly string[] {
  const frame = `thing-${sum % FRAMES}`
  const { state } = work.frames(frame)
  const value = state?.value
  return typeof value === 'number' ? work.claimsOf({ frame, slot: 'state', value }).slice(0, 1) : []
}

/** Steps of other runs, by the part that they made. */
function partsOf({ previous }: Work, frame: string): ReadonlyMap<number, string> {
  const made = previous.filter(({ gives }) => gives?.frame === frame && gives.slot === PART)
  return new Map(made.map(({ id, gives }) => [Number(gives?.value), id]))
}

/** How many parts the session holds from the first on, without a gap. */
function partsMade(work: Work, frame: string): number {
  const made = partsOf(work, frame)
  let count = 0
  while (made.has(count)) count += 1
  return count
}

function lastOf(work: Work, frame: string): readonly string[] {
  const last = partsOf(work, frame).get(partsMade(work, frame) - 1)
  return last === undefined ? [] : [last]
}

/** A number that everybody finds for the same text. */
const numberOf = (text: string): number => Number.parseInt(sumOf(Buffer.from(text)), 16) % NUMBERS

const passed = (clock: Clock, delayMs: number): Promise<void> => new Promise((resolve) => void clock.after(delayMs, resolve))
