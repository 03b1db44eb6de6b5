/** Footing: whether facts still rest on what is said, looked for from them down; a fact that only proves itself has none. */
import { LEAF, type Fact, type Facts } from '../store/facts.ts'
import type { Prover } from './prover.ts'

/** One search for footing; what it found stays true while nothing changes what holds, so questions share their work. */
export interface Footing {
  /** Whether `fact` has a proof that ends in what is said; undefined when `effort` rule instances did not tell. */
  has(fact: Fact, effort: number): boolean | undefined
  /** Whether `fact` is said, or was found to have such a proof. */
  isFirm(fact: Fact): boolean
  /** Rule instances looked at so far. */
  spent(): number
}

/** Proofs of one fact that are looked at before what they rest on is; of the next look this many times more. */
const PROOFS_FIRST = 4

/** A proof whose body is not yet known to have footing throughout. */
interface Open {
  readonly head: Fact
  missing: number
}

/** Some proofs of a fact, by their number. */
interface Look {
  readonly head: Fact
  readonly from: number
  readonly until: number
}

/** A search over the facts that hold now. */
export function createFooting(facts: Facts, prover: Prover): Footing {
  const [firm, doomed] = [new Set<Fact>(), new Set<Fact>()]
  /** Asked about and not decided yet. */
  const seen = new Set<Fact>()
  const waitingFor = new Map<Fact, Open[]>()
  const pending: Look[] = []
  let spent = 0

  const isFirm = (fact: Fact): boolean => facts.is(fact, LEAF) || firm.has(fact)
  /** What has footing gives footing to the proofs that waited for it. */
  const settle = (fact: Fact): void => {
    const found = [fact]
    for (const next of found) {
      if (firm.has(next)) continue
      firm.add(next)
      for (const open of waitingFor.get(next) ?? []) if (--open.missing === 0) found.push(open.head)
      waitingFor.delete(next)
    }
  }
  const ask = (head: Fact): void => {
    if (seen.has(head) || doomed.has(head)) return
    seen.add(head)
    pending.push({ head, from: 0, until: PROOFS_FIRST })
  }
  const wait = (head: Fact, body: readonly Fact[]): void => {
    const open = { head, missing: body.length }
    for (const fact of body) {
      note(waitingFor, fact, open)
      ask(fact)
    }
  }
  /** Looks at some proofs and then at what they rest on; at further ones only where that did not suffice. */
  const explore = ({ head, from, until }: Look): void => {
    if (firm.has(head)) return
    const open: (readonly Fact[])[] = []
    let at = 0
    prover.eachProof(head, (body) => {
      if (at === until) pending.push({ head, from: until, until: until * PROOFS_FIRST })
      if (at++ < from) return false
      if (at > until) return true
      spent++
      if (doomed.size > 0 && body.some((fact) => doomed.has(fact))) return false
      const missing = body.filter((fact) => !isFirm(fact))
      if (missing.length > 0) open.push(missing)
      else settle(head)
      return missing.length === 0
    })
    if (!firm.has(head)) for (const missing of open) wait(head, missing)
  }
  /** Once nothing is left to look at, whatever was asked about and found no footing has none. */
  const decide = (): void => {
    for (const fact of seen) if (!firm.has(fact)) doomed.add(fact)
    seen.clear()
    waitingFor.clear()
  }
  return {
    isFirm,
    spent: () => spent,
    has(fact, effort) {
      const until = spent + effort
      if (!isFirm(fact)) ask(fact)
      while (!isFirm(fact) && pending.length > 0) {
        if (spent >= until) return undefined
        explore(pending.pop()!)
      }
      if (pending.length === 0) decide()
      return isFirm(fact)
    },
  }
}

function note(waitingFor: Map<Fact, Open[]>, fact: Fact, open: Open): void {
  const held = waitingFor.get(fact)
  if (held === undefined) waitingFor.set(fact, [open])
  else held.push(open)
}
