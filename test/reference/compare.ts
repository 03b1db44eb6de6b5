/** Compare: what the engine says of a world, in the words of the reference. */
import type { Conflict, StatementOut } from '../../src/semantics/judgement.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Reference } from './judge.ts'
import { subsets } from './subsets.ts'
import { factKey, factOf, lawOf, slotsOf, type World } from './world.ts'

/** A text that only equal statements share, in the words of the reference. */
export function keyOf(statement: StatementOut): string {
  return factKey(factOf(statement))
}

/** An engine that was told all of `world`. */
export function engineOf(world: World): Engine {
  const engine = createEngine(lawOf(world), slotsOf(world))
  engine.add(world.said)
  return engine
}

/** Statement sets that cannot all stay, each sorted, in order; a group of many counts as its smallest broken choices. */
export function nogoodsOf(engine: Engine, ns: (conflict: Conflict) => number): string[] {
  const sets = engine.conflicts().flatMap((conflict) => {
    const keys = conflict.statements.map(keyOf)
    if (conflict.kind === 'nogood') return [keys]
    const guards = keys.filter((key) => key.includes('type('))
    return subsets(
      keys.filter((key) => !guards.includes(key)),
      ns(conflict) + 1,
    ).map((some) => [...some, ...guards])
  })
  return [...new Set(sets.map((keys) => keys.sort().join(' ')))].sort()
}

/** How each statement stands. */
export function statusesOf(engine: Engine): string[] {
  return engine
    .standings()
    .map((standing) => `${keyOf(standing)} ${standing.status}`)
    .sort()
}

/** The same of the reference. */
export function referenceStatuses({ status }: Reference): string[] {
  return [...status].map(([key, value]) => `${key} ${value}`).sort()
}

/** Forks of every component: what each drops and costs. Steps and undercuts are no statements: `ofLeaf` names what they are about. */
export function forksOf(engine: Engine): string[] {
  return engine
    .components()
    .map(({ forks }) =>
      forks
        .map(({ out, cost }) => `${out.map(keyOf).sort().join(' ')} = ${cost}`)
        .sort()
        .join('\n'),
    )
    .sort()
}

/** Every choice of one fork of each component, as what it drops and costs; undefined where there are more than `max`. */
export function wholeForksOf(engine: Engine, max: number): string[] | undefined {
  let whole: { out: readonly string[]; cost: bigint }[] = [{ out: [], cost: 0n }]
  for (const { forks } of engine.components()) {
    whole = whole.flatMap((held) =>
      forks.map(({ out, cost }) => ({ out: [...held.out, ...out.map(keyOf)], cost: held.cost + BigInt(cost) })),
    )
    if (whole.length > max) return undefined
  }
  return whole.map(({ out, cost }) => `${[...out].sort().join(' ')} = ${cost}`).sort()
}

/** The same of the reference. */
export function referenceForks({ components }: Reference, ofLeaf: (key: string) => string | undefined): string[] {
  return components
    .map((repairs) =>
      repairs
        .map(({ out, cost }) => `${[...new Set(out.map(ofLeaf).filter((key) => key !== undefined))].sort().join(' ')} = ${cost}`)
        .sort()
        .join('\n'),
    )
    .sort()
}
