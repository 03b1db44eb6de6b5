/** Scratch: a knowledge of its own under the same law, in which something is supposed, looked at and taken back. */
import type { Law } from '../../frames/facet.ts'
import type { Claim, Said, Window } from '../../frames/item.ts'
import { statementKey, type Statement } from '../../frames/statement.ts'
import { slotValue } from '../claims/claims.ts'
import { createKnowledge, type Knowledge } from '../knowledge.ts'

/** Something that is supposed. */
export interface Supposed {
  /** Names it among what is supposed with it. */
  readonly name: string
  readonly statement: Statement
  readonly window?: Window
  /** Names of what it rests on, of those supposed with it. */
  readonly because?: readonly string[]
}

/** A place to try what follows. */
export interface Scratch {
  /** What `read` finds where the ground, but for what `without` names of it, and `supposed` are all that is said. */
  during<T>(supposed: readonly Supposed[], read: (knowledge: Knowledge) => T, without?: Iterable<string>): T
}

/** What a scratch is made over. */
export interface ScratchParts {
  readonly law: Law
  readonly slots: ReadonlySet<string> | undefined
  /** What is said in every trial; its names are its own. */
  readonly ground?: readonly Supposed[]
}

/** Trials before everything is laid out anew: what was taken back is still remembered, and would be walked past again and again. */
const TRIALS_MAX = 1_000

/** Things supposed at once that are worth taking back. */
const TAKEN_BACK_MAX = 32

/** A scratch over a law; nothing is laid out before the first trial. */
export function createScratch({ law, slots, ground = [] }: ScratchParts): Scratch {
  const { una, closed, steps } = law.policy
  const plain: Law = { ...law, policy: { una, closed, steps, quality: {}, learn: false } }
  const byName = new Map(ground.map((supposed) => [supposed.name, supposed]))
  let [knowledge, trials]: [Knowledge | undefined, number] = [undefined, 0]
  const laid = new Map<string, number>()
  const lay = (names: Iterable<string>, held: Knowledge): void => {
    const supposed = [...names].map((name) => byName.get(name)).filter((found) => found !== undefined)
    for (const { name } of supposed) laid.set(name, trials)
    held.add(supposed.map((one) => saidOf(one, `ground ${trials}`)))
  }
  const fresh = (): Knowledge => {
    const made = createKnowledge(plain, slots, 'all')
    trials = 0
    lay(byName.keys(), made)
    return made
  }
  /** Where nothing is laid out, much is said sooner in a knowledge of its own than taken back from one that is kept. */
  const alone = <T>(supposed: readonly Supposed[], read: (knowledge: Knowledge) => T): T => {
    const made = createKnowledge(plain, slots, 'all')
    made.add(supposed.map((one) => saidOf(one, 'trial')))
    made.closure.settle()
    return read(made)
  }
  return {
    during(supposed, read, without = []) {
      if (byName.size === 0 && supposed.length > TAKEN_BACK_MAX) return alone(supposed, read)
      const held = (knowledge = knowledge === undefined || trials >= TRIALS_MAX ? fresh() : knowledge)
      trials++
      const [trial, left] = [`trial ${trials}`, [...without].filter((name) => byName.has(name))]
      held.add([
        ...left.map((name) => takenBack(`ground ${laid.get(name)} ${name}`)),
        ...supposed.map((one) => saidOf(one, trial)),
      ])
      held.closure.settle()
      const found = read(held)
      held.add(supposed.map(({ name }) => takenBack(`${trial} ${name}`)))
      if (left.length > 0) lay(left, held)
      return found
    },
  }
}

/** Who says what is supposed: one voice, since only what follows matters. */
const VOICE = 'supposed'

function saidOf({ name, statement, window, because = [] }: Supposed, prefix: string): Said {
  const { frame, slot, value, not } = statement
  const item: Claim = {
    k: 'claim',
    frame,
    slot,
    value,
    ...(not ? { not } : {}),
    ...(window === undefined ? {} : { valid: window }),
    ...(because.length === 0 ? {} : { because: because.map((other) => `${prefix} ${other}`) }),
  }
  return { id: `${prefix} ${name}`, by: VOICE, item }
}

const takenBack = (claim: string): Said => ({ id: `back ${claim}`, by: VOICE, item: { k: 'withdraw', claim } })

/** A text that two statements share only if judgement takes them for one. */
export function meaningKey(statement: Statement): string {
  return statementKey({ ...statement, value: slotValue(statement.slot, statement.value) })
}
