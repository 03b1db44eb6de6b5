/** Footing: whether facts still rest on what is said, looked for from them down; a fact that only proves itself has none. */
import { LEAF, type Facts } from '../store/facts.ts'
import { asFact, factOf, isAsEdge, type Footed } from './footed.ts'
import type { Prover } from './prover.ts'

/** One search for footing; what it found stays true while nothing changes what holds, so questions share their work. */
export interface Footing {
  /** Whether `fact` has a proof that ends in what is said; undefined when `effort` rule instances did not tell. */
  has(fact: Footed, effort: number): boolean | undefined
  /** Whether the last question was answered. */
  isSure(): boolean
  /** Whether `fact` is said, or was found to have such a proof. */
  isFirm(fact: Footed): boolean
  /** Rule instances looked at so far. */
  spent(): number
}

/** Proofs of one fact that are looked at before what they rest on is; of the next look this many times more. */
const PROOFS_FIRST = 4

/** A proof whose body is not yet known to have footing throughout. */
interface Open {
  readonly head: Footed
  missing: number
}

/** Some proofs of a fact, by their number. */
interface Look {
  readonly head: Footed
  readonly from: number
  readonly until: number
}

/** What has footing, and the proofs that wait for more to have it. */
interface Firm {
  isFirm(fact: Footed): boolean
  /** `fact` has footing, and so has what waited for nothing else. */
  settle(fact: Footed): void
  /** `head` has footing once all of `body` has. */
  wait(head: Footed, body: readonly Footed[]): void
  /** Nothing that waits still can have footing. */
  giveUp(): void
}

function createFirm(facts: Facts): Firm {
  const [firm, waitingFor] = [new Set<Footed>(), new Map<Footed, Open[]>()]
  const isFirm = (fact: Footed): boolean => facts.is(factOf(fact), LEAF) || firm.has(fact)
  return {
    isFirm,
    settle(fact) {
      const found = [fact]
      for (const next of found) {
        if (firm.has(next)) continue
        firm.add(next)
        if (isAsEdge(next)) found.push(asFact(factOf(next)))
        for (const open of waitingFor.get(next) ?? []) if (--open.missing === 0) found.push(open.head)
        waitingFor.delete(next)
      }
    },
    wait(head, body) {
      const open = { head, missing: body.length }
      for (const fact of body) {
        const held = waitingFor.get(fact)
        if (held === undefined) waitingFor.set(fact, [open])
        else held.push(open)
      }
    },
    giveUp: () => waitingFor.clear(),
  }
}

/** A search over the facts that hold now. */
export function createFooting(facts: Facts, prover: Prover): Footing {
  const { isFirm, settle, wait, giveUp } = createFirm(facts)
  /** Asked about and not decided yet, and found to have none. */
  const [seen, doomed] = [new Set<Footed>(), new Set<Footed>()]
  const pending: Look[] = []
  let [spent, sure] = [0, true]

  const ask = (head: Footed): void => {
    if (seen.has(head) || doomed.has(head)) return
    seen.add(head)
    pending.push({ head, from: 0, until: PROOFS_FIRST })
  }
  /** Looks at some proofs and then at what they rest on; at further ones only where that did not suffice. */
  const explore = ({ head, from, until }: Look): void => {
    if (isFirm(head)) return
    const open: (readonly Footed[])[] = []
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
    for (const missing of isFirm(head) ? [] : open) {
      wait(head, missing)
      missing.forEach(ask)
    }
  }
  /** Once nothing is left to look at, whatever was asked about and found no footing has none. */
  const decide = (): void => {
    for (const fact of seen) if (!isFirm(fact)) doomed.add(fact)
    seen.clear()
    giveUp()
  }
  return {
    isFirm,
    isSure: () => sure,
    spent: () => spent,
    has(fact, effort) {
      const until = spent + effort
      sure = true
      if (!isFirm(fact)) ask(fact)
      while (!isFirm(fact) && pending.length > 0) {
        sure = spent < until
        if (!sure) return undefined
        explore(pending.pop()!)
      }
      if (pending.length === 0) decide()
      return isFirm(fact)
    },
  }
}
