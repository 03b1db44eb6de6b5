/** Report: breaches as conflicts with a name, a window, a sentence and one minimal set of claims. */
import { canonicalText } from '../../base/canonical.ts'
import { sha256Hex } from '../../base/hash.ts'
import { statementKey, type Statement } from '../../frames/statement.ts'
import { ALWAYS, covers, intersect, segmentsOf, spanOf, unite, without, type Stretch } from '../claims/span.ts'
import type { Conflict } from '../judgement.ts'
import { tooMany } from '../law/words.ts'
import type { Fact } from '../store/facts.ts'
import type { Seek } from './cycles/seek.ts'
import type { Group, Latent, Nogood } from './breach.ts'
import type { Knot } from './knots.ts'
import type { Leaves } from './leaves.ts'

/** A conflict with the leaves that it is about, for those who look for ways out. */
export interface Found {
  readonly conflict: Conflict
  readonly stretch: Stretch
  /** Every leaf that it is about: members, guards, and whatever may matter where not all is known. */
  readonly leaves: readonly Fact[]
  /** At most `n` of `members` may stay while all `guards` do; a nogood has one member less than its leaves. */
  readonly n: number
  readonly members: readonly Fact[]
  readonly guards: readonly Fact[]
  readonly price: bigint | null
  readonly complete: boolean
  /** The values that are too many, where it is one choice out of a group. */
  readonly values: readonly Fact[]
  /** Finds further conflicts of the same kind, where they are too many to be listed. */
  readonly seek?: Seek
}

/** Recalls what was reported of a breach before, or reports it anew; always anew what can be asked, for the answers may differ. */
export type RecallConflicts = (
  key: string,
  leaves: readonly Fact[],
  make: () => readonly Found[],
  anew: boolean,
) => readonly Found[]

/** The conflicts of what is broken, sorted by id. */
export function reportConflicts(
  { nogoods, groups, latents }: Pick<Knot, 'nogoods' | 'groups' | 'latents'>,
  leaves: Leaves,
  recall: RecallConflicts,
): readonly Found[] {
  const found = [
    ...nogoods.flatMap((nogood) => {
      const { about } = nogood
      // What can be asked is about more than its leaves, and must not be taken for what is listed in full.
      const key = `${nogood.law}|${nogood.leaves.join()}|${nogood.complete && nogood.seek === undefined ? '' : about.join()}`
      return recall(key, about, () => nogoodConflicts(nogood, leaves), nogood.seek !== undefined)
    }),
    ...latents.flatMap((latent) => {
      const key = `${latent.law}|${latent.leaves.join()}|${latent.unless.join('|')}`
      return recall(key, latent.about, () => latentConflicts(latent, leaves), false)
    }),
    ...groups.flatMap((group) => {
      const all = [...group.guards, ...group.members, ...(group.open ?? [])]
      const key = `${group.open?.join() ?? ''}|${group.law}|${group.guards.join()}|${group.members.join()}`
      return recall(key, all, () => groupConflicts(group, leaves), false)
    }),
  ]
  return found.sort((a, b) => (a.conflict.id < b.conflict.id ? -1 : 1))
}

/** When all of some leaves are said. */
function sharedBy(among: readonly Fact[], leaves: Leaves): readonly Stretch[] {
  return among.map(leaves.stretches).reduce((held, next) => intersect(held, next), [ALWAYS])
}

/** Where nothing that makes things one is said it is a nogood like others. */
function latentConflicts(latent: Latent, leaves: Leaves): Found[] {
  const one = unite(latent.unless.flatMap((way) => sharedBy(way, leaves)))
  return nogoodConflicts({ ...latent, about: latent.leaves }, leaves, without(sharedBy(latent.leaves, leaves), one))
}

function nogoodConflicts(nogood: Nogood, leaves: Leaves, stretches = sharedBy(nogood.leaves, leaves)): Found[] {
  return stretches.map((stretch) => {
    const statements = statementsOf(nogood.leaves, leaves)
    const text = nogood.clause === undefined ? crowdText(nogood, leaves) : nogood.clause.say(statements)
    const first = firstSegment(nogood.leaves, stretch, leaves)
    const severity = nogood.price === null ? 'hard' : 'soft'
    const claims = leaves.claimsFor(nogood.leaves, first)
    const content = {
      kind: 'nogood',
      severity,
      by: nogood.by,
      text,
      statements,
      claims,
      window: spanOf(stretch),
    } as const
    const conflict = named(content, nogood.law, nogood.leaves, leaves)
    const { price, complete, values } = nogood
    return {
      conflict,
      stretch,
      leaves: nogood.about,
      n: nogood.leaves.length - 1,
      members: nogood.leaves,
      guards: [],
      price,
      complete,
      values,
      ...(nogood.seek === undefined ? {} : { seek: nogood.seek }),
    }
  })
}

function crowdText({ by, values }: Nogood, leaves: Leaves): string {
  const statements = values.map(leaves.saidBy)
  return tooMany(statements[0]?.frame ?? '', 'slot' in by ? by.slot : '', values.length - 1, statements)
}

/** A group is broken where more than n of its members are said; one conflict for each stretch with the same members. */
function groupConflicts(group: Group, leaves: Leaves): Found[] {
  const all = [...group.guards, ...group.members]
  const runs: { stretch: Stretch; members: readonly Fact[] }[] = []
  for (const segment of segmentsOf(all.flatMap(leaves.stretches))) {
    if (!group.guards.every((leaf) => leaves.isActive(leaf, segment))) continue
    const members = group.members.filter((leaf) => leaves.isActive(leaf, segment))
    if (members.length <= group.group.n) continue
    const last = runs.at(-1)
    const joins = last !== undefined && last.stretch.until === segment.from && isEqual(last.members, members)
    if (joins) runs[runs.length - 1] = { stretch: { from: last.stretch.from, until: segment.until }, members }
    else runs.push({ stretch: segment, members })
  }
  return runs.map(({ stretch, members }) => groupConflict(group, members, stretch, leaves))
}

function groupConflict(group: Group, members: readonly Fact[], stretch: Stretch, leaves: Leaves): Found {
  const { n, by } = group.group
  const values = inOrder(members.map((leaf) => leaves.saidBy(group.values.get(leaf)!)))
  const statements = statementsOf([...members, ...group.guards], leaves)
  const text = tooMany(values[0]?.frame ?? '', 'slot' in by ? by.slot : '', n, values)
  const witness = [...group.guards, ...members.slice(0, n + 1)]
  const claims = leaves.claimsFor(witness, firstSegment(witness, stretch, leaves))
  const content = { kind: 'atMost', severity: 'hard', by, text, statements, claims, window: spanOf(stretch) } as const
  const conflict = named(content, group.law, [...members, ...group.guards], leaves)
  return {
    conflict,
    stretch,
    leaves: [...new Set([...members, ...group.guards, ...(group.open ?? [])])],
    n,
    members,
    guards: group.guards,
    price: null,
    complete: group.open === undefined,
    values: [],
  }
}

/**
 * The stretch within `within`, cut by no window of these leaves, that fewest claims explain: the first of those in which the
 * claims that steps name speak for themselves.
 */
function firstSegment(among: readonly Fact[], within: Stretch, leaves: Leaves): Stretch {
  let [best, least] = [within, Number.POSITIVE_INFINITY]
  for (const segment of segmentsOf([within, ...among.flatMap(leaves.windows)])) {
    const unnamed = covers(within, segment) ? leaves.unnamed(among, segment) : least
    if (unnamed < least) [best, least] = [segment, unnamed]
  }
  return best
}

/** The statements that leaves are about, each once, in the order of their keys. */
export function statementsOf(among: readonly Fact[], leaves: Leaves): readonly Statement[] {
  return inOrder(among.map(leaves.statementOf).filter((statement) => statement !== undefined))
}

function inOrder(statements: readonly Statement[]): readonly Statement[] {
  return [...new Map(statements.map((statement) => [statementKey(statement), statement]))]
    .map(([key, statement]) => ({ hash: sha256Hex(key), statement }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ statement }) => statement)
}

/** A conflict's id is the hash of what it breaks, of its leaves, and of when; which claims speak for them may change. */
function named(conflict: Omit<Conflict, 'id'>, law: string, about: readonly Fact[], leaves: Leaves): Conflict {
  const content = {
    kind: conflict.kind,
    law: sha256Hex(law),
    about: about.map(leaves.keyOf).sort(),
    window: [...conflict.window],
  }
  return { id: sha256Hex(canonicalText(content)), ...conflict }
}

function isEqual(a: readonly Fact[], b: readonly Fact[]): boolean {
  return a.length === b.length && a.every((fact, at) => b[at] === fact)
}
