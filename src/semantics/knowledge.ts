/** Knowledge: what an engine holds: store, closure and claims over one law, and the verdict on them, made when it is asked for. */
import { QUALITY_MAX } from '../base/limits.ts'
import type { Law } from '../frames/facet.ts'
import type { ItemId, Said } from '../frames/item.ts'
import { createClaims, type Claims } from './claims/claims.ts'
import { createPolls, type Polls } from './claims/polls.ts'
import { createVotes, type Votes } from './claims/votes.ts'
import { createClosure, type Closure } from './closure/closure.ts'
import { createDomains, type Domains } from './domains.ts'
import { admitLaw, layerA, type Admitted } from './law/admit.ts'
import { CLAIM, SAME_AS, TYPE } from './law/build.ts'
import type { Compiled } from './law/clause.ts'
import { compileLaw } from './law/compile.ts'
import { createLearner, type Learner, type Scope } from './learn/learner.ts'
import { createFacts, type Fact, type Facts } from './store/facts.ts'
import { createKeys, type Keys } from './store/keys.ts'
import type { Numbers } from './store/numbers.ts'
import { createPredicates, type Pred, type Predicates } from './store/predicates.ts'
import { createTerms, type Terms } from './store/terms.ts'
import { createJudge, type Judge, type Verdict } from './verdict/verdict.ts'

/** Everything an engine holds. */
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
  add(said: readonly Said[]): void
  exclude(author: string): void
  isExcluded(author: string): boolean
  /** Quality may be learned from the items of these entries. */
  seal(entries: readonly string[]): void
  /** The verdict on the present state; kept until something changes. */
  verdict(): Verdict
  /** Grows with every change. */
  version(): number
  isSlot(pred: Pred): boolean
  isStatement(fact: Fact): boolean
}

/** Knowledge under `law`; `slots` are those that a case names besides it, `scope` is from what quality is learned. */
export function createKnowledge(law: Law, slots: ReadonlySet<string> | undefined, scope: Scope): Knowledge {
  const held = createHolding(law, slots)
  const { facts, keys, closure, claims } = held
  const excluded = new Set<string>()
  const { learner, polls, votes } = createWeighing(held, law, scope, excluded)
  const type = held.predicates.of(TYPE, 2)
  const isStatement = (fact: Fact): boolean => held.isSlot(facts.predOf(fact))
  const newJudge = (): Judge => {
    const { steps } = law.policy
    const { cycles } = held.compiled
    return createJudge({ facts, keys, closure, claims, votes, steps, type, terms: held.terms, cycles, isStatement })
  }
  let judge = newJudge()
  let [version, verdict]: [number, Verdict | undefined] = [0, undefined]
  const changed = (): void => {
    version++
    verdict = undefined
  }
  const judged = (): Verdict => {
    closure.settle()
    if (learner.renew()) judge = newJudge()
    votes.refresh()
    for (const fact of closure.takeFlipped()) claims.touchClaim(fact)
    return judge.verdict(withRivals(claims.takeTouched(), polls, learner))
  }
  // Nodes hold different branches of an excluded author's log: nothing it said may leave a trace, or their judgements part (R5).
  const takeBack = (id: ItemId, by: string): void => {
    claims.add({ id, by, item: { k: 'withdraw', claim: id } })
  }
  return {
    ...held,
    ...createDomains(changed),
    law,
    votes,
    learner,
    isStatement,
    version: () => version,
    add(said) {
      let grew = false
      learner.note(said)
      for (const entry of said) {
        if (claims.add(entry)) grew = true
        if (excluded.has(entry.by)) takeBack(entry.id, entry.by)
      }
      if (!grew) return
      closure.settle()
      changed()
    },
    isExcluded: (author) => excluded.has(author),
    exclude(author) {
      if (excluded.has(author)) return
      excluded.add(author)
      learner.exclude(author)
      for (let support = 0; support < claims.supports.count(); support++) {
        if (claims.supports.authorOf(support) === author) takeBack(claims.supports.idOf(support), author)
      }
      judge = newJudge()
      changed()
    },
    seal(entries) {
      if (learner.seal(entries)) changed()
    },
    verdict() {
      verdict ??= judged()
      return verdict
    },
  }
}

/** What is held whatever it weighs. */
type Holding = Pick<
  Knowledge,
  'admitted' | 'compiled' | 'terms' | 'predicates' | 'facts' | 'keys' | 'closure' | 'claims' | 'isSlot'
>

function createHolding(law: Law, slots: ReadonlySet<string> | undefined): Holding {
  const admitted = admitLaw(law, slots)
  const [terms, predicates] = [createTerms(), createPredicates()]
  const facts = createFacts(terms, predicates)
  const lawParts = { law, rules: layerA(admitted.program), slots: admitted.slots }
  const compiled = compileLaw(lawParts, terms, predicates)
  const relations = new Set(relationsIn(compiled, predicates, admitted.slots))
  const isSlot = (pred: Pred): boolean => predicates.arityOf(pred) === 2 && !relations.has(pred >> 1)
  const [type, sameAs, watched] = [predicates.of(TYPE, 2), predicates.of(SAME_AS, 2), predicates.of(CLAIM, 1)]
  const { perRule } = law.policy.steps
  const closure = createClosure({ facts, terms, compiled, perRule, type, sameAs, isSlot, watched })
  const claims = createClaims({ facts, terms, predicates, closure })
  const keys = createKeys(facts, terms, predicates)
  return { admitted, compiled, terms, predicates, facts, keys, closure, claims, isSlot }
}

/** In a learned slot what one claim weighs depends on what others say of its rivals. */
function withRivals(touched: Numbers, polls: Polls, learner: Learner): Numbers {
  return learner.learned() === null ? touched : new Set([...touched].flatMap(polls.rivalsOf))
}

/** By what everything weighs. */
interface Weighing {
  readonly learner: Learner
  readonly polls: Polls
  readonly votes: Votes
}

function createWeighing(held: Holding, law: Law, scope: Scope, excluded: ReadonlySet<string>): Weighing {
  const { claims } = held
  const quality = new Map(Object.entries(law.policy.quality))
  const givenTo = (author: string): number => (excluded.has(author) ? 0 : (quality.get(author) ?? QUALITY_MAX))
  const parts = { ...held, supports: claims.supports, givenTo }
  const learner = createLearner({ ...parts, law, scope })
  const polls = createPolls({ ...parts, learner })
  return { learner, polls, votes: createVotes({ ...parts, polls }) }
}

/** Binary predicates of the rules that are no slots, by half their number. */
function relationsIn({ clauses }: Compiled, predicates: Predicates, slots: ReadonlySet<string>): readonly number[] {
  const preds = clauses.flatMap(({ head, body }) => [...(head === null ? [] : [head]), ...body].map(({ pred }) => pred))
  return preds
    .filter((pred) => predicates.arityOf(pred) === 2 && !slots.has(predicates.nameOf(pred)))
    .map((pred) => pred >> 1)
}
