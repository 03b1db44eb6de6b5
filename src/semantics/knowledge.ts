/** Knowledge: what an engine holds: store, closure and claims over one law, and the verdict on them, made when it is asked for. */
import { QUALITY_MAX } from '../base/limits.ts'
import type { Law } from '../frames/facet.ts'
import type { ItemId, Said } from '../frames/item.ts'
import { createClaims, type Claims } from './claims/claims.ts'
import { createHearing, type Hearing } from './claims/hearing.ts'
import { createPolls, type Polls } from './claims/polls.ts'
import { createVotes, type Votes } from './claims/votes.ts'
import { createWithdrawals } from './claims/withdrawals.ts'
import { createClosure, type Closure } from './closure/closure.ts'
import type { Voices } from './closure/flood.ts'
import { createDomains, type Domains } from './domains.ts'
import type { Admitted } from './law/admit.ts'
import { CLAIM, SAME_AS, TYPE } from './law/build.ts'
import type { Compiled } from './law/clause.ts'
import { enforce, type Force } from './law/force.ts'
import { createConduct, type Conduct } from './learn/conduct.ts'
import { createLearner, type Learner, type Scope } from './learn/learner.ts'
import type { Measured } from './learn/measured.ts'
import { createFacts, type Fact, type Facts } from './store/facts.ts'
import { createKeys, type Keys } from './store/keys.ts'
import type { Numbers } from './store/numbers.ts'
import { createPredicates, type Pred, type Predicates } from './store/predicates.ts'
import { createTerms, type Terms } from './store/terms.ts'
import { createAnswers } from './verdict/answers.ts'
import { createJudge, type Judge, type JudgeParts, type Verdict } from './verdict/verdict.ts'

/** Everything an engine holds; what belongs to the law is that of the law in force when it is read. */
export interface Knowledge extends Domains {
  readonly law: Law
  readonly admitted: Admitted
  readonly compiled: Compiled
  readonly terms: Terms
  readonly predicates: Predicates
  readonly facts: Facts
  readonly keys: Keys
  readonly closure: Closure
  readonly claims: Claims
  readonly votes: Votes
  /** By what quality votes are counted. */
  readonly learner: Learner
  /** Whose word counts less for its conduct. */
  readonly conduct: Pick<Conduct, 'fallen' | 'block'>
  add(said: readonly Said[]): void
  /** Adds items that count for nothing until their entries are recounted. */
  shelve(said: readonly Said[]): void
  exclude(author: string): void
  include(author: string): void
  /** Lets the claim `id` count as taken back, or no longer. */
  silence(id: ItemId, isSilent: boolean): void
  isExcluded(author: string): boolean
  /** Whether an item is in an entry that counts for nothing. */
  isDiscounted(id: ItemId): boolean
  /** What these entries say counts for nothing, or again. */
  discount(entries: readonly string[]): void
  recount(entries: readonly string[]): void
  /** Judges everything that was and will be said by `law` from now on. */
  adopt(law: Law): void
  /** Quality may be learned from the items of these entries. */
  seal(entries: readonly string[]): void
  unseal(entries: readonly string[]): void
  /** Conduct is measured by the items of these entries. */
  measure(entries: readonly Measured[]): void
  unmeasure(entries: readonly string[]): void
  /** The trace that `by` published under `id` does not hold by itself. */
  blame(id: ItemId, by: string): void
  /** Takes all blame back. */
  forgive(): void
  /** The verdict on the present state; kept until something changes. */
  verdict(): Verdict
  /** Grows with every change. */
  version(): number
  isSlot(pred: Pred): boolean
  isStatement(fact: Fact): boolean
}

/**
 * Knowledge under `law`; `slots` are those that a case names besides it, `scope` is from what quality is learned; `answers` may be shared
 * with others.
 */
export function createKnowledge(law: Law, slots: ReadonlySet<string> | undefined, scope: Scope, answers = createAnswers()): Knowledge {
  const { force, adopt, ...held } = createHolding(law, slots)
  const { facts, closure, claims } = held
  const { hearing, learner, conduct, polls, votes, weighBy } = createWeighing(held, law, scope)
  const isSlot = (pred: Pred): boolean => force().isSlot(pred)
  const isStatement = (fact: Fact): boolean => isSlot(facts.predOf(fact))
  const newJudge = (): Judge => judgeUnder(force(), { ...held, votes, isStatement, answers })
  let judge = newJudge()
  let [version, verdict]: [number, Verdict | undefined] = [0, undefined]
  const changed = (): void => {
    version++
    verdict = undefined
  }
  const renewed = (): void => {
    judge = newJudge()
    changed()
  }
  const judged = (): Verdict => {
    closure.settle()
    const isLearned = learner.renew()
    if (isLearned) conduct.stir()
    if (conduct.renew(learner.learned()) || isLearned) judge = newJudge()
    votes.refresh()
    for (const fact of closure.takeFlipped()) claims.touchClaim(fact)
    return judge.verdict(withRivals(claims.takeTouched(), polls, learner))
  }
  return {
    get law() {
      return force().law
    },
    get admitted() {
      return force().admitted
    },
    get compiled() {
      return force().compiled
    },
    ...held,
    ...createDomains(changed),
    ...{ votes, learner, conduct, isSlot, isStatement, version: () => version },
    add(said) {
      learner.note(said)
      conduct.note(said)
      if (!hearing.add(said)) return
      // Where something is cut settling may cost much, so it waits until somebody reads.
      if (!closure.isCut()) closure.settle()
      changed()
    },
    shelve: hearing.shelve,
    silence(id, isSilent) {
      if (claims.silence(id, isSilent)) changed()
    },
    ...rehearing(hearing, () => {
      learner.stir()
      conduct.stir()
      renewed()
    }),
    adopt(next) {
      adopt(next)
      weighBy(next)
      renewed()
    },
    ...sealing(learner, conduct, changed),
    verdict() {
      verdict ??= judged()
      return verdict
    },
  }
}

/** From which entries quality may be learned and conduct is measured; `onChange` is called when that may change what words weigh. */
function sealing(
  learner: Learner,
  conduct: Conduct,
  onChange: () => void,
): Pick<Knowledge, 'seal' | 'unseal' | 'measure' | 'unmeasure' | 'blame' | 'forgive'> {
  const told = (isOther: boolean): void => {
    if (isOther) onChange()
  }
  return {
    seal: (entries) => told(learner.seal(entries)),
    unseal: (entries) => told(learner.unseal(entries)),
    measure: (entries) => told(conduct.measure(entries)),
    unmeasure: (entries) => told(conduct.unmeasure(entries)),
    blame: (id, by) => told(conduct.blame(id, by)),
    forgive: conduct.forgive,
  }
}

/** Who is heard, and which entries are; `onChange` is called when what counts of what was said is other than before. */
function rehearing(
  hearing: Hearing,
  onChange: () => void,
): Pick<Knowledge, 'isExcluded' | 'isDiscounted' | 'exclude' | 'include' | 'discount' | 'recount'> {
  const told = (isOther: boolean): void => {
    if (isOther) onChange()
  }
  return {
    isExcluded: hearing.isExcluded,
    isDiscounted: hearing.isDiscounted,
    exclude: (author) => told(hearing.exclude(author)),
    include: (author) => told(hearing.include(author)),
    discount: (entries) => told(hearing.discount(entries)),
    recount: (entries) => told(hearing.recount(entries)),
  }
}

/** What is held whatever it weighs; the law in force can change under it. */
type Holding = Pick<Knowledge, 'terms' | 'predicates' | 'facts' | 'keys' | 'closure' | 'claims'>

function createHolding(
  law: Law,
  slots: ReadonlySet<string> | undefined,
): Holding & { force(): Force; adopt(law: Law): void } {
  const [terms, predicates] = [createTerms(), createPredicates()]
  const facts = createFacts(terms, predicates)
  let force = enforce(law, slots, terms, predicates)
  const [type, sameAs, watched] = [predicates.of(TYPE, 2), predicates.of(SAME_AS, 2), predicates.of(CLAIM, 1)]
  const isSlot = (pred: Pred): boolean => force.isSlot(pred)
  const voices: Voices = {
    ofLeaf: (leaf) => claims.sayersOf(leaf),
    of: (fact) => claims.supports.of(fact).map(claims.supports.authorOf),
  }
  const { perRule } = law.policy.steps
  const { compiled } = force
  const closure = createClosure({ facts, terms, compiled, perRule, voices, type, sameAs, isSlot, watched })
  const claims: Claims = createClaims({ facts, terms, predicates, closure })
  const keys = createKeys(facts, terms, predicates)
  const adopt = (next: Law): void => {
    const before = force
    closure.settle()
    force = enforce(next, slots, terms, predicates)
    closure.adopt(force.compiled, next.policy.steps.perRule, !force.hasSlotsOf(before))
    closure.settle()
  }
  return { terms, predicates, facts, keys, closure, claims, adopt, force: () => force }
}

/** A judge by the law in force. */
function judgeUnder({ law, compiled }: Force, parts: Holding & Pick<JudgeParts, 'votes' | 'isStatement' | 'answers'>): Judge {
  const { of } = parts.predicates
  return createJudge({ ...parts, steps: law.policy.steps, cycles: compiled.cycles, type: of(TYPE, 2), sameAs: of(SAME_AS, 2) })
}

/** In a learned slot what one claim weighs depends on what others say of its rivals. */
function withRivals(touched: Numbers, polls: Polls, learner: Learner): Numbers {
  return learner.learned() === null ? touched : new Set([...touched].flatMap(polls.rivalsOf))
}

/** What counts, and by what everything weighs. */
interface Weighing {
  readonly hearing: Hearing
  readonly learner: Learner
  readonly conduct: Conduct
  readonly polls: Polls
  readonly votes: Votes
  /** Weighs by another law from now on. */
  weighBy(law: Law): void
}

function createWeighing(held: Holding, law: Law, scope: Scope): Weighing {
  const { claims } = held
  const withdrawals = createWithdrawals()
  const hearing = createHearing(claims, withdrawals)
  let quality = new Map(Object.entries(law.policy.quality))
  const givenTo = (author: string): number => (hearing.isExcluded(author) ? 0 : (quality.get(author) ?? QUALITY_MAX))
  const heard = { withdrawals, supports: claims.supports, isDiscounted: hearing.isDiscounted, isExcluded: hearing.isExcluded }
  const conduct = createConduct({ ...heard, law, scope })
  const heededTo = (author: string): number => Math.floor((givenTo(author) * conduct.heedOf(author)) / QUALITY_MAX)
  const parts = { ...held, ...heard, givenTo, heededTo }
  const learner = createLearner({ ...parts, law, scope })
  const polls = createPolls({ ...parts, learner })
  const weighBy = (next: Law): void => {
    quality = new Map(Object.entries(next.policy.quality))
    learner.adopt(next)
    conduct.adopt(next)
  }
  return { hearing, learner, conduct, polls, votes: createVotes({ ...parts, polls }), weighBy }
}
