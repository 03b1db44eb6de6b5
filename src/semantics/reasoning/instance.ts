/** Instances: whether what a step gives follows from what it uses by one rule of the law. */
import type { Statement } from '../../frames/statement.ts'
import { factOf } from '../explain/lookup.ts'
import type { Knowledge } from '../knowledge.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import { factIn, type Part } from '../store/part.ts'

/**
 * Why `gives` is no instance of a rule from `used`, or undefined when it is one, in a knowledge where all of these are said. Rules are the
 * law's positive ones and the facets that conclude; their conditions must be among `used`, but for relations, which no step can give: those
 * may follow from `used` in any number of rules.
 */
export function instanceFault(gives: Statement, used: readonly Statement[], knowledge: Knowledge): string | undefined {
  const { closure, predicates, isStatement } = knowledge
  if (closure.isPartial(predicates.of(gives.slot, 2, gives.not))) return 'it has more consequences than the budget lets anybody look at'
  const fact = factOf(gives, knowledge)
  const given = new Set(used.map((statement) => factOf(statement, knowledge)))
  // Nearly every step that holds does so by what it names; all proofs of a frame that much is said of are many.
  const among = [...given].filter((one) => one !== NO_FACT && one !== fact)
  if (fact !== NO_FACT && closure.isProvedAmong(fact, among) === true) return undefined
  const proofs = fact === NO_FACT ? [] : closure.proofsOf(fact).map((body) => body.map(factIn))
  if (proofs.some((body) => body.every((part) => given.has(part)))) return undefined
  const following = followingFrom(given, proofs, knowledge)
  if (following === undefined) return 'it rests on more than the budget lets anybody look at'
  const isInstance = proofs.some((body) => body.every((part) => given.has(part) || (!isStatement(part) && following.has(part))))
  if (isInstance) return undefined
  const isProved = proofs.some((body) => body.every((part) => following.has(part)))
  return isProved ? 'what it gives takes more than one rule from what it uses' : 'no rule gives this from what it uses'
}

/** Facts looked at below one step. */
const BELOW_MAX = 100_000

/** Which of the parts of `proofs`, and of what is below them, follow from `given`; undefined where they are too many. */
function followingFrom(
  given: ReadonlySet<Fact>,
  proofs: readonly (readonly Fact[])[],
  { closure }: Knowledge,
): ReadonlySet<Fact> | undefined {
  const below = new Set(proofs.flat())
  const waiting: { readonly head: Fact; readonly body: readonly Fact[] }[] = []
  for (const head of below) {
    if (given.has(head)) continue
    if (below.size > BELOW_MAX) return undefined
    for (const parts of closure.proofsOf(head)) {
      const body = parts.map((part: Part) => factIn(part))
      waiting.push({ head, body })
      for (const part of body) below.add(part)
    }
  }
  return drawnFrom(given, waiting)
}

/** Draws each head whose whole body is there, until nothing is new. */
function drawnFrom(given: ReadonlySet<Fact>, rules: readonly { readonly head: Fact; readonly body: readonly Fact[] }[]): ReadonlySet<Fact> {
  const users = new Map<Fact, number[]>()
  const missing = rules.map(({ body }, at) => {
    for (const part of new Set(body)) users.set(part, [...(users.get(part) ?? []), at])
    return new Set(body).size
  })
  const drawn = new Set<Fact>(given)
  for (const [at, { head }] of rules.entries()) if (missing[at] === 0) drawn.add(head)
  for (const fact of drawn) {
    for (const at of users.get(fact) ?? []) {
      missing[at] = missing[at]! - 1
      if (missing[at] === 0) drawn.add(rules[at]!.head)
    }
  }
  return drawn
}
