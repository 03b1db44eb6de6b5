/** Footing: whether facts still rest on what is said, looked for from them down; a fact that only proves itself has none. */
import { HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import type { Prover } from './prover.ts'

/** One search for footing; what it found stays true while nothing changes what holds, so questions share their work. */
export interface Footing {
  /** Whether `fact` has a proof that ends in what is said; undefined when `effort` rule instances did not tell. */
  has(fact: Fact, effort: number): boolean | undefined
  /** Rule instances looked at so far. */
  spent(): number
}

/** A proof whose body is not yet known to have footing throughout. */
interface Open {
  readonly head: Fact
  missing: number
}

/** A search over the facts that hold now. */
export function createFooting(facts: Facts, prover: Prover): Footing {
  const [firm, seen] = [new Set<Fact>(), new Set<Fact>()]
  const waitingFor = new Map<Fact, Open[]>()
  const pending: Fact[] = []
  let spent = 0

  const isFirm = (fact: Fact): boolean => facts.is(fact, LEAF) || firm.has(fact)
  /** What has footing gives footing to the proofs that waited for it. */
  const settle = (fact: Fact): void => {
    const found = [fact]
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      if (firm.has(next)) continue
      firm.add(next)
      for (const open of waitingFor.get(next) ?? []) if (--open.missing === 0) found.push(open.head)
      waitingFor.delete(next)
    }
  }
  const ask = (fact: Fact): void => {
    if (seen.has(fact)) return
    seen.add(fact)
    pending.push(fact)
  }
  const wait = (head: Fact, body: readonly Fact[]): void => {
    const open = { head, missing: body.length }
    for (const fact of body) {
      const held = waitingFor.get(fact)
      if (held === undefined) waitingFor.set(fact, [open])
      else held.push(open)
      ask(fact)
    }
  }
  const explore = (head: Fact): void => {
    if (firm.has(head)) return
    prover.eachProof(head, (body) => {
      spent++
      const missing = body.filter((fact) => !isFirm(fact))
      if (missing.length > 0) wait(head, missing)
      else settle(head)
      return missing.length === 0
    })
  }
  return {
    spent: () => spent,
    has(fact, effort) {
      const until = spent + effort
      if (!isFirm(fact)) ask(fact)
      while (!isFirm(fact) && pending.length > 0) {
        if (spent >= until) return undefined
        explore(pending.pop()!)
      }
      return isFirm(fact) && facts.is(fact, HOLDS)
    },
  }
}
