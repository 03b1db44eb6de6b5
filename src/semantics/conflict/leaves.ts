/** Leaves: what a leaf stands for: when it is said, which statement it is about, which claim speaks for it, what dropping it costs. */
import type { ItemId } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Claims } from '../claims/claims.ts'
import { ALWAYS, covers, unite, type Stretch } from '../claims/span.ts'
import { NO_SUPPORT, type Support } from '../claims/supports.ts'
import type { Votes } from '../claims/votes.ts'
import { NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'

const EVER: readonly Stretch[] = [ALWAYS]

/** What leaves stand for. */
export interface Leaves {
  /** Its global key. */
  keyOf(leaf: Fact): string
  /** When anybody says it, as disjoint stretches in order. */
  stretches(leaf: Fact): readonly Stretch[]
  /** The windows of the claims behind it. */
  windows(leaf: Fact): readonly Stretch[]
  isActive(leaf: Fact, segment: Stretch): boolean
  /** The fact of the statement that it is about; `NO_FACT` for an undercut. */
  aboutOf(leaf: Fact): Fact
  /** The statement that it is about; undefined for an undercut. */
  statementOf(leaf: Fact): Statement | undefined
  /** The statement that a fact about a slot is. */
  saidBy(fact: Fact): Statement
  weight(leaf: Fact, segment: Stretch): bigint
  /** How many leaves of an environment are not said within `segment` by any claim that its steps name, though they name some. */
  unnamed(environment: readonly Fact[], segment: Stretch): number
  /** The claims that speak for an environment within `segment`, such that the steps among them find what they rest on; sorted. */
  claimsFor(environment: readonly Fact[], segment: Stretch): readonly ItemId[]
  /** For each leaf the sets of claims of which one suffices for it, sorted. */
  claimChoices(environment: readonly Fact[]): readonly (readonly (readonly ItemId[])[])[]
}

/** What leaves are read from. */
export interface LeavesParts {
  readonly claims: Claims
  readonly votes: Votes
  readonly facts: Facts
  readonly keys: Keys
  /** Whether facts of this predicate are statements. */
  isStatement(fact: Fact): boolean
}

/** Leaves over claims and votes. */
export function createLeaves({ claims, votes, keys, isStatement }: LeavesParts): Leaves {
  const { supports } = claims

  const behind = (leaf: Fact): Support[] => {
    const step = claims.supportOfStep(leaf)
    return step === NO_SUPPORT ? supports.of(leaf).filter((support) => !claims.isStep(support)) : [step]
  }
  const aboutOf = (leaf: Fact): Fact => {
    const step = claims.supportOfStep(leaf)
    const fact = step === NO_SUPPORT ? leaf : supports.factOf(step)
    return isStatement(fact) ? fact : NO_FACT
  }
  const windows = (leaf: Fact): Stretch[] => behind(leaf).map(votes.windowOf)
  const stretches = (leaf: Fact): readonly Stretch[] => (supports.hasWindows() ? unite(windows(leaf)) : EVER)
  const namedBehind = (leaf: Fact, cited: ReadonlySet<ItemId>): Support[] =>
    behind(leaf).filter((support) => cited.has(supports.idOf(support)))
  const claimOf = (leaf: Fact, cited: ReadonlySet<ItemId>, segment: Stretch): ItemId[] => {
    const step = claims.supportOfStep(leaf)
    if (step !== NO_SUPPORT) return [supports.idOf(step)]
    // A step whose premise is not held counts for nothing, so what it names is needed even where its window leaves the saying to another.
    const named = namedBehind(leaf, cited)
    const asked = named.map(supports.idOf)
    if (named.some((support) => covers(votes.windowOf(support), segment))) return asked
    const best = votes.best(leaf, segment)
    return best === NO_SUPPORT ? asked : [...asked, supports.idOf(best)]
  }
  const citedBy = (environment: readonly Fact[]): ReadonlySet<ItemId> => {
    const steps = environment.map(claims.supportOfStep).filter((step) => step !== NO_SUPPORT)
    return new Set(steps.flatMap((step) => supports.premisesOf(step)))
  }
  return {
    windows,
    stretches,
    isActive: (leaf, segment) => stretches(leaf).some((stretch) => covers(stretch, segment)),
    aboutOf,
    statementOf(leaf) {
      const fact = aboutOf(leaf)
      return fact === NO_FACT ? undefined : keys.statementOf(fact)
    },
    keyOf: keys.of,
    saidBy: keys.statementOf,
    weight: (leaf, segment) => BigInt(votes.leafWeight(leaf, segment)),
    claimChoices(environment) {
      const cited = citedBy(environment)
      return environment.map((leaf) => {
        const ids = behind(leaf).map(supports.idOf).sort()
        const asked = ids.filter((id) => cited.has(id))
        return asked.length > 0 ? [asked] : ids.map((id) => [id])
      })
    },
    unnamed(environment, segment) {
      const cited = citedBy(environment)
      const named = environment.map((leaf) => namedBehind(leaf, cited)).filter(({ length }) => length > 0)
      return named.filter((group) => !group.some((support) => covers(votes.windowOf(support), segment))).length
    },
    claimsFor(environment, segment) {
      const cited = citedBy(environment)
      return [...new Set(environment.flatMap((leaf) => claimOf(leaf, cited, segment)))].sort()
    },
  }
}
