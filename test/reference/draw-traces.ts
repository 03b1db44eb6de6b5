/** Drawing traces: random reasoning over the claims of a random world, some of it sound, some not. */
import { createRandom, type Random } from '../../src/base/random.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Statement } from '../../src/frames/statement.ts'
import type { Check, Step, Trace } from '../../src/traces/trace.ts'
import { drawWorld } from './draw.ts'
import { groundOf } from './ground.ts'
import { factKey, factOf, type Atom, type World } from './world.ts'

const one = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!

/** Up to `max` traces toward two goals: each rests on few claims or conclusions, and concludes what they give or something else. */
export function drawTraces(seed: string, world: World, max: number): readonly Trace[] {
  const random = createRandom(`traces/${seed}`)
  const traces: Trace[] = []
  const claims = world.said.flatMap(({ id, item }) => (item.k === 'claim' ? [{ id, fact: factOf(item) }] : []))
  const news = drawWorld(`news/${seed}`, { claims: 6, reasons: false, changes: false }).said
  for (let at = 0; at < max; at++) {
    const citable = [...claims, ...traces.map(({ id, concludes }) => ({ id, fact: factOf(concludes!) }))]
    const used = Array.from({ length: random.below(3) }, () => one(random, citable))
    const ids = [...new Set(used.map(({ id }) => (random.below(12) === 0 ? 'nobody' : id)))]
    const others = random.below(3) === 0 ? world.said : news
    traces.push(drawTrace(random, world, others, { id: `t${at}`, ids, facts: used.map(({ fact }) => fact) }))
  }
  return traces
}

interface Ground {
  readonly id: string
  readonly ids: readonly string[]
  readonly facts: readonly Atom[]
}

function drawTrace(random: Random, world: World, others: readonly Said[], { id, ids, facts }: Ground): Trace {
  const held = new Set(facts.map(factKey))
  const derived = groundOf(world, facts, []).flatMap(({ head }) => (head === null || held.has(head) ? [] : [statementOf(head)]))
  const free = others.flatMap(({ item }) => (item.k === 'claim' ? [statementOf(factKey(factOf(item)))] : []))
  const gives = derived.length > 0 && random.below(4) > 0 ? one(random, derived) : one(random, free)
  const check = one<Check>(random, [{ k: 'rule' }, { k: 'say' }, { k: 'say' }, { k: 'observe' }])
  const step: Step = { id: 's', text: '', uses: ids, checks: [check], gives: random.below(5) === 0 ? undefined : gives }
  return {
    id,
    by: one(random, ['ann', 'bob', 'cat', 'eve']),
    goal: one(random, ['g0', 'g1']),
    concludes: random.below(6) === 0 ? one(random, free) : gives,
    steps: [step, { ...step, id: 'then', uses: ['s'], checks: [], gives: undefined }].slice(0, 1 + random.below(2)),
  }
}

/** A statement from its key in the reference's words. */
function statementOf(key: string): Statement {
  const [, not = '', slot = '', frame = '', term = ''] = /^(-?)(\w+)\(@(\w+),(.*)\)$/.exec(key)!
  return { frame, slot, value: term.startsWith('@') ? { ref: term.slice(1) } : (JSON.parse(term) as string), not: not === '-' }
}
