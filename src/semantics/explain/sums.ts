/** Sums: why a component is decided as it is, added up line by line, and what would turn it. */
import { spanOf } from '../claims/span.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Fact } from '../store/facts.ts'
import type { Dispute, Way } from '../verdict/dispute.ts'
import type { GivenUp, Settlement, Sum, WayOut } from './explanation.ts'
import { partOf } from './lookup.ts'
import { saysOf } from './says.ts'

/** Stretches of time that are added up for one explanation. */
export const STRETCHES_MAX = 8

/** What is said of the disputes that an explanation is about. */
export interface Decided {
  readonly sums: readonly Sum[]
  readonly settle: readonly Settlement[]
}

/** The sums of `disputes`, and how to turn what becomes of the leaves `about`. */
export function decidedIn(
  component: string,
  disputes: readonly Dispute[],
  about: ReadonlySet<Fact>,
  knowledge: Knowledge,
): Decided {
  const [sums, settle]: [Sum[], Settlement[]] = [[], []]
  for (const dispute of disputes.slice(0, STRETCHES_MAX)) {
    const [best] = dispute.ways
    if (best === undefined) continue
    const window = spanOf(dispute.run.stretch)
    const fate = ({ out }: Way): string =>
      [...out]
        .filter((leaf) => about.has(leaf))
        .sort()
        .join()
    const other = dispute.ways.find((way) => fate(way) !== fate(best))
    const margin = other === undefined ? null : other.cost - best.cost
    const wayOut = (way: Way): WayOut => wayOutOf(way, dispute, knowledge)
    sums.push({
      component,
      window,
      best: wayOut(best),
      other: other === undefined ? null : wayOut(other),
      margin: margin === null ? null : String(margin),
      further: dispute.further,
      exact: dispute.exact,
    })
    const turned = other === undefined || margin === null ? null : flipOf(best, other, margin, about, knowledge)
    settle.push({ component, window, flip: turned })
  }
  return { sums, settle }
}

function wayOutOf({ out, cost }: Way, dispute: Dispute, knowledge: Knowledge): WayOut {
  const given = dispute.members.flatMap((leaf, at) =>
    out.has(leaf) ? [givenUp(leaf, dispute.problem.members[at]!.weight, dispute, knowledge)] : [],
  )
  const weight = given.reduce((sum, one) => sum + BigInt(one.weight), 0n)
  return { out: given, pays: String(cost - weight), cost: String(cost) }
}

function givenUp(leaf: Fact, weight: bigint, { run }: Dispute, knowledge: Knowledge): GivenUp {
  const { votes, claims } = knowledge
  const { supports, isStep } = claims
  const part = partOf(leaf, knowledge)
  const step = part?.kind === 'step' ? supports.find(part.id) : undefined
  const heard = votes.heard(step === undefined ? leaf : supports.factOf(step), run.sample)
  const counted = heard.filter(({ counts, support }) => counts && (step === undefined ? !isStep(support) : support === step))
  return {
    says: saysOf(leaf, knowledge),
    weight: String(weight),
    votes: counted.map(({ support, vote }) => ({ claim: supports.idOf(support), by: supports.authorOf(support), vote })),
  }
}

/**
 * More for what is given up, or less for what is kept instead, by more than the margin. Only of what is explained: every lighter way
 * gives up the same of that, so that all of them grow heavier together.
 */
function flipOf(best: Way, other: Way, margin: bigint, about: ReadonlySet<Fact>, knowledge: Knowledge): Settlement['flip'] {
  const only = (a: Way, b: Way): readonly string[] =>
    [...about]
      .filter((leaf) => a.out.has(leaf) && !b.out.has(leaf))
      .map((leaf) => saysOf(leaf, knowledge))
      .sort()
  return { add: only(best, other), takeBack: only(other, best), weight: String(margin) }
}
