/** Incomplete: what a closed world still asks of its frames; an obligation, never a conflict. */
import { canonicalText, type Json } from '../base/canonical.ts'
import { sha256Hex } from '../base/hash.ts'
import { showValue } from '../frames/value.ts'
import type { Obligation } from './law/clause.ts'
import type { Incomplete } from './judgement.ts'
import type { Knowledge } from './knowledge.ts'
import { HOLDS, NO_FACT, type Fact } from './store/facts.ts'
import { NO_TERM, type Term } from './store/terms.ts'
import { SAME_AS, THING, TYPE } from './law/build.ts'

/** What is missing, each once, sorted by the hash of its content; nothing unless the policy says that the world is closed. */
export function incompleteIn(knowledge: Knowledge): readonly Incomplete[] {
  if (!knowledge.law.policy.closed) return []
  knowledge.closure.settle()
  const byHash = new Map<string, Incomplete>()
  for (const obligation of knowledge.compiled.obligations) {
    for (const frame of framesOf(obligation, knowledge)) {
      if (isForeign(frame, knowledge)) continue
      for (const missing of missingIn(obligation, frame, knowledge))
        byHash.set(sha256Hex(canonicalText(missing as unknown as Json)), missing)
    }
  }
  return [...byHash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, missing]) => missing)
}

/** Whether a term is a frame of a domain that is not held here: nothing is missing there that we could know of (R17). */
export function isForeign(term: Term, { terms, isHeld, isPartial }: Knowledge): boolean {
  if (!isPartial() || !terms.isFrame(term)) return false
  return !isHeld((terms.valueOf(term) as { readonly ref: string }).ref)
}

/** The frames that an obligation binds: those of its type, or all that have the slot. */
export function framesOf({ guard }: Obligation, { facts, predicates, isStatement }: Knowledge): ReadonlySet<Term> {
  const frames = new Set<Term>()
  if (guard === NO_TERM) {
    for (let fact = 0; fact < facts.count(); fact++)
      if (facts.is(fact, HOLDS) && isStatement(fact)) frames.add(facts.aOf(fact))
    return frames
  }
  const type = predicates.of(TYPE, 2)
  for (let fact = facts.firstOf(type); fact !== NO_FACT; fact = facts.nextOf(fact)) {
    if (facts.is(fact, HOLDS) && facts.bOf(fact) === guard) frames.add(facts.aOf(fact))
  }
  return frames
}

function missingIn(obligation: Obligation, frame: Term, knowledge: Knowledge): readonly Incomplete[] {
  const { terms } = knowledge
  const { slot, kind, n, of, value, other } = obligation
  const name = showValue(terms.valueOf(frame))
  const values = valuesOf(slot, frame, knowledge)
  const nameOf = (type: Term): string => showValue({ ref: terms.valueOf(type) as string })
  const say = (text: string): Incomplete[] => [{ frame: name, slot, text: `${name}.${slot} ${text}` }]
  if (kind === 'atLeast') {
    const isOne = (term: Term): boolean => of === NO_TERM || isA(term, of, knowledge) || isForeign(term, knowledge)
    const counted = distinct(values.filter(isOne), knowledge)
    return counted.length >= n
      ? []
      : say(`needs at least ${n} values${of === NO_TERM ? '' : ` of the type ${nameOf(of)}`} and has ${counted.length}`)
  }
  if (kind === 'hasValue')
    return values.includes(value) ? [] : say(`needs the value ${showValue(terms.valueOf(value))}`)
  if (kind === 'instanceOf') {
    return values
      .filter((term) => !isA(term, of, knowledge) && !isForeign(term, knowledge))
      .sort((a, b) => (showValue(terms.valueOf(a)) < showValue(terms.valueOf(b)) ? -1 : 1))
      .flatMap((term) => say(`is ${showValue(terms.valueOf(term))}, which is not known to be a ${nameOf(of)}`))
  }
  const theirs = valuesOf(other, frame, knowledge)
  const same = values.length === theirs.length && values.every((term) => theirs.includes(term))
  return same ? [] : say(`does not have the same values as ${other}`)
}

/** The values that a frame has in a slot. */
export function valuesOf(slot: string, frame: Term, { facts, predicates }: Knowledge): readonly Term[] {
  const values: Term[] = []
  const pred = predicates.of(slot, 2)
  for (let fact: Fact = facts.firstByA(pred, frame); fact !== NO_FACT; fact = facts.nextByA(fact)) {
    if (facts.is(fact, HOLDS)) values.push(facts.bOf(fact))
  }
  return values
}

/** Every frame is a Thing, whether or not anything says so. */
function isA(term: Term, type: Term, { facts, predicates, terms }: Knowledge): boolean {
  if (terms.valueOf(type) === THING) return terms.isFrame(term)
  const fact = facts.find(predicates.of(TYPE, 2), term, type)
  return fact !== NO_FACT && facts.is(fact, HOLDS)
}

/** One of those that are known to be the same thing. */
function distinct(values: readonly Term[], { facts, predicates }: Knowledge): readonly Term[] {
  const sameAs = predicates.of(SAME_AS, 2)
  const isSame = (a: Term, b: Term): boolean => {
    const fact = facts.find(sameAs, a, b)
    return fact !== NO_FACT && facts.is(fact, HOLDS)
  }
  if (facts.firstOf(sameAs) === NO_FACT) return values
  return values.filter((value, at) => !values.slice(0, at).some((earlier) => isSame(earlier, value)))
}
