/** Views: what rules with `not` conclude from what stands; they make no conflict and feed none. */
import type { Value } from '../frames/value.ts'
import type { Reading, Standing, Status } from './judgement.ts'
import type { Knowledge } from './knowledge.ts'
import { standingsIn } from './reading.ts'
import type { Facts as RuleFacts, Fact as RuleFact } from './rules/facts.ts'
import { wellFounded, type Model } from './rules/wellfounded.ts'
import { HOLDS, NO_FACT, type Fact } from './store/facts.ts'
import { NO_TERM } from './store/terms.ts'
import { asksOfForeign } from './foreign.ts'
import { predKey } from './rules/vocabulary.ts'

/** What a status means for what rests on it: certain, open, or not there. */
export function certaintyOf(statuses: readonly Status[]): 'certain' | 'open' | 'absent' {
  if (statuses.some((status) => status === 'clear' || status === 'consensus')) return 'certain'
  return statuses.some((status) => status !== 'rejected') ? 'open' : 'absent'
}

/** The well-founded model of the law's layer B over what stands in `knowledge`; without an instant, over what stands at any time. */
export function viewsOf(knowledge: Knowledge, reading: Reading = {}): Model {
  const { law, admitted } = knowledge
  return wellFounded(admitted.program.layerB, standingFacts(knowledge, reading), law.policy.steps.perRule)
}

/** What stands, as rules ask for it. */
function standingFacts(knowledge: Knowledge, reading: Reading): RuleFacts {
  const { predicates, closure } = knowledge
  const foreign = asksOfForeign(knowledge)
  return {
    *match(name, negative, args) {
      const pred = predicates.find(name, args.length)
      if (pred === undefined) return
      for (const fact of candidates(negative ? pred + 1 : pred, args, knowledge)) {
        const found = ruleFact(fact, args, knowledge, reading)
        if (found !== undefined) yield found
      }
    },
    isUnknown(name, negative, arity) {
      if (foreign.has(predKey(name, arity, negative))) return true
      const pred = predicates.find(name, arity)
      return pred !== undefined && closure.isPartial(negative ? pred + 1 : pred)
    },
  }
}

function* candidates(pred: number, args: readonly (Value | undefined)[], { facts, terms }: Knowledge): Iterable<Fact> {
  const [first] = args
  const known = first === undefined ? NO_TERM : terms.find(first)
  if (first !== undefined && known === NO_TERM) return
  const next = first === undefined ? facts.nextOf : facts.nextByA
  for (
    let fact = first === undefined ? facts.firstOf(pred) : facts.firstByA(pred, known);
    fact !== NO_FACT;
    fact = next(fact)
  ) {
    if (facts.is(fact, HOLDS)) yield fact
  }
}

function ruleFact(
  fact: Fact,
  args: readonly (Value | undefined)[],
  knowledge: Knowledge,
  reading: Reading,
): RuleFact | undefined {
  const { facts, terms, keys } = knowledge
  const fits = args.every(
    (value, at) => value === undefined || terms.find(value) === facts.argOf(fact, at, args.length),
  )
  if (!fits) return undefined
  const certainty = certaintyOf(statusesOf(fact, knowledge, reading))
  return certainty === 'absent' ? undefined : { args: keys.argsOf(fact), certain: certainty === 'certain' }
}

/** Every status that a fact has at some time, or at the instant of `reading`. */
export function statusesOf(fact: Fact, knowledge: Knowledge, reading?: Reading): readonly Status[] {
  return [...new Set(standingsIn(knowledge, fact, reading).map(({ status }) => status))]
}

/** What views conclude about slots; an undefined one is a paradox or rests on what is open. */
export function viewStandings(views: Model, knowledge: Knowledge): readonly Standing[] {
  const standings: Standing[] = []
  for (const { pred, args, negative, certain } of views.conclusions()) {
    const [subject, value] = args
    if (args.length !== 2 || !knowledge.admitted.slots.has(pred) || value === undefined) continue
    if (typeof subject !== 'object' || !('ref' in subject)) continue
    const statement = { frame: subject.ref, slot: pred, value, not: negative }
    const said = knowledge.predicates.find(pred, 2)
    const held =
      said !== undefined &&
      knowledge.facts.find(negative ? said + 1 : said, knowledge.terms.find(subject), knowledge.terms.find(value))
    if (typeof held === 'number' && held >= 0 && standingsIn(knowledge, held).length > 0) continue
    standings.push({
      ...statement,
      window: [null, null],
      status: certain ? 'clear' : 'undefined',
      weight: '0',
      by: [],
      derived: true,
    })
  }
  return standings
}
