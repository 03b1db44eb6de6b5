/** Knowledge: what an engine holds: store, closure and claims over one law, and the verdict on them, made when it is asked for. */
import { QUALITY_MAX } from '../base/limits.ts'
import type { Law } from '../frames/facet.ts'
import type { Said } from '../frames/item.ts'
import { createClaims, type Claims } from './claims/claims.ts'
import { createExclusion } from './claims/exclusion.ts'
import { createVotes, type Votes } from './claims/votes.ts'
import { createClosure, type Closure } from './closure/closure.ts'
import type { Voices } from './closure/flood.ts'
import type { Admitted } from './law/admit.ts'
import { CLAIM, SAME_AS, TYPE } from './law/build.ts'
import type { Compiled } from './law/clause.ts'
import { enforce, type Force } from './law/force.ts'
import { createFacts, type Fact, type Facts } from './store/facts.ts'
import { createKeys, type Keys } from './store/keys.ts'
import { createPredicates, type Pred, type Predicates } from './store/predicates.ts'
import { createTerms, type Terms } from './store/terms.ts'
import { createAnswers } from './verdict/dispute.ts'
import { emptyMemory, type Memory } from './verdict/memory.ts'
import { judge, type Verdict } from './verdict/verdict.ts'

/** Everything an engine holds; what belongs to the law is that of the law in force when it is read. */
export interface Knowledge {
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
  add(said: readonly Said[]): void
  exclude(author: string): void
  /** Judges everything that was and will be said by `law` from now on. */
  adopt(law: Law): void
  /** The verdict on the present state; kept until something changes. */
  verdict(): Verdict
  /** Grows with every change. */
  version(): number
  isSlot(pred: Pred): boolean
  isStatement(fact: Fact): boolean
}

/** Knowledge under `law`; `slots` are those that a case names besides it. */
export function createKnowledge(law: Law, slots?: ReadonlySet<string>): Knowledge {
  const { force, adopt, ...held } = createHolding(law, slots)
  const { facts, keys, closure, claims } = held
  const excluded = createExclusion(claims)
  let [quality, answers] = [new Map(Object.entries(law.policy.quality)), createAnswers()]
  const qualityOf = (author: string): number => (excluded.has(author) ? 0 : (quality.get(author) ?? QUALITY_MAX))
  const votes = createVotes({ claims, facts, qualityOf })
  const isSlot = (pred: Pred): boolean => force().isSlot(pred)
  const isStatement = (fact: Fact): boolean => isSlot(facts.predOf(fact))
  let [version, verdict, memory]: [number, Verdict | undefined, Memory] = [0, undefined, emptyMemory()]
  let [last, lastStirs]: [Verdict | undefined, number] = [undefined, -1]
  const changed = (): void => {
    version++
    verdict = undefined
  }
  /** What was found before is no use any more. */
  const forget = (): void => {
    memory = emptyMemory()
    last = undefined
    changed()
  }
  const judged = (): Verdict => {
    closure.settle()
    votes.refresh()
    for (const fact of closure.takeFlipped()) claims.touchClaim(fact)
    const touched = claims.takeTouched()
    const isQuiet = lastStirs === closure.stirs() && last !== undefined && ![...touched].some(last.isDisputed)
    if (isQuiet && last !== undefined) return last.again()
    lastStirs = closure.stirs()
    const [{ steps }, type] = [force().law.policy, held.predicates.of(TYPE, 2)]
    return judge({ facts, keys, closure, claims, votes, steps, answers, type, isStatement, memory, touched })
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
    votes,
    isSlot,
    isStatement,
    version: () => version,
    add(said) {
      if (!excluded.add(said)) return
      // Where something is cut settling may cost much, so it waits until somebody reads.
      if (!closure.isCut()) closure.settle()
      changed()
    },
    exclude(author) {
      if (excluded.exclude(author)) forget()
    },
    adopt(next) {
      adopt(next)
      quality = new Map(Object.entries(next.policy.quality))
      answers = createAnswers() // found within the budget of the law before
      forget()
    },
    verdict() {
      verdict ??= judged()
      last = verdict
      memory = verdict.memory
      return verdict
    },
  }
}

/** What is held whatever it weighs; the law in force can change under it. */
type Holding = Pick<Knowledge, 'terms' | 'predicates' | 'facts' | 'keys' | 'closure' | 'claims'> & {
  force(): Force
  adopt(law: Law): void
}

function createHolding(law: Law, slots: ReadonlySet<string> | undefined): Holding {
  const [terms, predicates] = [createTerms(), createPredicates()]
  const facts = createFacts(terms, predicates)
  let force = enforce(law, slots, terms, predicates)
  const [type, sameAs, watched] = [predicates.of(TYPE, 2), predicates.of(SAME_AS, 2), predicates.of(CLAIM, 1)]
  const isSlot = (pred: Pred): boolean => force.isSlot(pred)
  const { perRule } = law.policy.steps
  const { compiled } = force
  const voices: Voices = {
    ofLeaf: (leaf) => claims.sayersOf(leaf),
    of: (fact) => claims.supports.of(fact).map(claims.supports.authorOf),
  }
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
