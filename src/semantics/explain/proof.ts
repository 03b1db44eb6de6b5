/** Proof: the shortest way from what was said to a conclusion, leaves first; a function of what holds, never of arrival. */
import type { ItemId } from '../../frames/item.ts'
import type { Knowledge } from '../knowledge.ts'
import { coneUnder, type Proof as Instance } from '../proof/cone.ts'
import { createHeap } from '../proof/heap.ts'
import { usesIn } from '../proof/labels.ts'
import type { Fact } from '../store/facts.ts'
import { factIn, type Part } from '../store/part.ts'
import type { Proof, ProofStep } from './explanation.ts'
import { partOf } from './lookup.ts'
import { lawNamed, saysOf } from './says.ts'

/** Conclusions upon conclusions that are shown; what lies deeper is counted. */
export const PROOF_DEPTH_MAX = 8
/** Steps of one proof that are shown. */
export const PROOF_STEPS_MAX = 64

/** What proves each fact best: nothing where it is said, else the facts it follows from. */
export type Best = ReadonlyMap<Part, { readonly size: number; readonly body: readonly Part[] | null }>

/** The smallest proofs under `tops` from those leaves that `isGiven` allows: fewest steps, ties by key. */
export function bestProofs(tops: Iterable<Fact>, isGiven: (leaf: Fact) => boolean, knowledge: Knowledge): Best {
  const { facts, closure, keys } = knowledge
  const { leaves, proofs } = coneUnder(tops, facts, closure)
  const [best, waiting] = [new Map<Part, Candidate>(), createHeap<Candidate>(bySizeThenKey)]
  const hopes = new Map<Part, Candidate>()
  const [uses, missing] = [usesIn(proofs), new Map(proofs.map((proof) => [proof, new Set(proof.body).size]))]
  const sizeOf = ({ body }: Instance): number =>
    Math.min(
      Number.MAX_SAFE_INTEGER,
      [...new Set(body)].reduce((sum, fact) => sum + (best.get(fact)?.size ?? 0), 1),
    )
  /** Of all ways to a fact only the best so far waits. */
  const offer = (fact: Part, size: number, body: readonly Part[] | null): void => {
    const held = hopes.get(fact)
    if (best.has(fact) || (held !== undefined && held.size < size)) return
    const key = `${keys.of(factIn(fact))}${body === null ? '' : body.map((part) => keys.of(factIn(part))).sort().join()}`
    const candidate = { fact, size, body, key }
    if (held !== undefined && bySizeThenKey(held, candidate) <= 0) return
    hopes.set(fact, candidate)
    waiting.push(candidate)
  }
  for (const leaf of leaves) if (isGiven(factIn(leaf))) offer(leaf, 1, null)
  for (const { head, body } of proofs) if (body.length === 0) offer(head, 1, body)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (best.has(next.fact)) continue
    best.set(next.fact, next)
    for (const proof of uses.get(next.fact) ?? []) {
      const left = (missing.get(proof) ?? 0) - 1
      missing.set(proof, left)
      if (left === 0) offer(proof.head, sizeOf(proof), proof.body)
    }
  }
  return best
}

/** One way to prove a fact. */
interface Candidate {
  readonly fact: Part
  readonly size: number
  readonly body: readonly Part[] | null
  readonly key: string
}

function bySizeThenKey(a: Candidate, b: Candidate): number {
  return a.size - b.size || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

/** How a fact follows, with the parts that a claim is made of taken together. */
interface Reason {
  readonly by: ProofStep['by']
  readonly uses: readonly Part[]
}

/** The proof of `top` by what proves each fact best. */
export function proofOf(top: Fact, best: Best, knowledge: Knowledge): Proof {
  const [reasons, depths] = [new Map<Part, Reason>(), new Map<Part, number>([[top, 0]])]
  for (const [fact, depth] of depths) {
    const reason = reasonOf(fact, best, knowledge)
    reasons.set(fact, reason)
    for (const used of reason.uses) {
      if (depths.has(used)) continue
      if (depth < PROOF_DEPTH_MAX && depths.size < PROOF_STEPS_MAX) depths.set(used, depth + 1)
    }
  }
  const all = new Set<Part>([top])
  for (const fact of all) for (const used of (reasons.get(fact) ?? reasonOf(fact, best, knowledge)).uses) all.add(used)
  const more = all.size - depths.size
  const places = new Map<Part, number>()
  const steps: ProofStep[] = []
  const write = (part: Part): void => {
    if (places.has(part)) return
    const { by, uses } = reasons.get(part)!
    const shown = inOrder(uses, knowledge).filter((used) => reasons.has(used))
    for (const used of shown) write(used)
    places.set(part, steps.length)
    const fact = factIn(part)
    const statement = knowledge.isStatement(fact) ? knowledge.keys.statementOf(fact) : null
    steps.push({ says: saysOf(fact, knowledge), statement, by, uses: shown.map((used) => places.get(used)!) })
  }
  write(top)
  return { says: saysOf(top, knowledge), steps, more }
}

const inOrder = (among: readonly Part[], { keys }: Knowledge): readonly Part[] =>
  [...new Set(among)].sort((a, b) => (keys.of(factIn(a)) < keys.of(factIn(b)) ? -1 : 1))

function reasonOf(fact: Part, best: Best, knowledge: Knowledge): Reason {
  const { claims, closure } = knowledge
  const isClaim = (one: Part | undefined): one is Part => one !== undefined && partOf(one, knowledge)?.kind === 'claim'
  const body = best.get(fact)?.body ?? null
  if (body === null) return { by: { said: saidBy(factIn(fact), knowledge) }, uses: [] }
  const claim = isClaim(fact) ? fact : body.length === 1 && isClaim(body[0]) ? body[0] : undefined
  if (claim === undefined) return { by: lawNamed(closure.lawOf(fact, body)?.by ?? { builtin: 'claim' }), uses: body }
  const { id } = partOf(claim, knowledge)!
  const rests = best.get(claim)?.body ?? []
  return {
    by: { claim: id, author: claims.supports.authorOf(claims.supports.find(id)) },
    uses: rests.filter((one) => partOf(one, knowledge)?.kind !== 'step'),
  }
}

function saidBy(fact: Fact, knowledge: Knowledge): readonly ItemId[] {
  const { supports, isStep } = knowledge.claims
  const part = partOf(fact, knowledge)
  if (part?.kind === 'step') return [part.id]
  const own = supports.of(fact).filter((support) => !isStep(support))
  return own.map(supports.idOf).sort()
}
