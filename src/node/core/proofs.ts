/** Proofs of equivocation at work: the second branch of each forked log, and what follows for its author (R5). */
import type { Link } from '../../frames/chain.ts'
import type { Range } from '../../frames/entry.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import { prevOf, type Holding } from './holding.ts'
import { exclude, type JudgingParts } from './judging.ts'
import { PROOFS_MAX } from './limits.ts'
import type { KeptProof } from './proof.ts'

/** The second branches held. */
export interface Proofs {
  /** `links`, from seq `at` on, are authentic and not what is held there. Whether that is news. */
  prove(log: Log, at: number, links: readonly Link[]): boolean
  /** The other branch of a forked log, from where it forked. */
  of(key: LogKey): Range | undefined
  /** Takes back a proof that the journal kept. */
  restore(log: Log, at: number, links: readonly Link[]): void
  /** The branch that was held of a log is held no longer: the other one goes on in its place. */
  reopen(key: LogKey): void
  /** The log is held no longer: its proof is given back, for when it is held again. */
  release(key: LogKey): KeptProof | undefined
}

/** What proofs work with. */
export interface ProofsParts extends JudgingParts {
  /** The author of `holding` signed seq `at` twice. */
  onForked(holding: Holding, at: number): void
}

/** Nothing is proven yet. `take` takes in what is no second branch any more, which the journal has. */
export function createProofs(parts: ProofsParts, take: (range: Range) => void): Proofs {
  const { holdings, members, pruning } = parts
  const proofs = new Map<LogKey, { readonly range: Range; readonly links: readonly Link[] }>()

  /** Of what does not count nothing is proven: anybody could fill a node with proofs against keys of its own. */
  const prove = (log: Log, at: number, links: readonly Link[]): boolean => {
    const holding = holdings.get(logKeyOf(log))
    if (holding === undefined || (holding.forkedAt ?? Infinity) <= at || proofs.size >= PROOFS_MAX) return false
    if (at >= members.countable(log)) return false
    holding.forkedAt = at
    const range = { log, from: at, prev: prevOf(holding, at), bodies: links.map(({ text }) => text) }
    proofs.set(holding.key, { range, links })
    if (log.kind === 'realm') members.fork(log, at, links)
    // Of its prunes those before the fork count.
    if (log.kind === 'prunes') pruning.renew()
    exclude(parts, log.author)
    parts.onForked(holding, at)
    return true
  }
  const goOn = (log: Log, from: number, bodies: readonly string[]): void => {
    const holding = holdings.get(logKeyOf(log))
    take({ log, from, prev: holding === undefined ? null : prevOf(holding, from), bodies })
  }
  return {
    prove,
    of: (key) => proofs.get(key)?.range,
    restore(log, at, links) {
      const ids = holdings.get(logKeyOf(log))?.ids
      // Where the branch beside it was let go of, it may have taken its place since.
      if (ids?.is(at, links[0]?.id ?? null) === true) return
      if (at < (ids?.length ?? 0)) prove(log, at, links)
      else goOn(log, at, links.map(({ text }) => text))
    },
    reopen(key) {
      const range = proofs.get(key)?.range
      proofs.delete(key)
      if (range !== undefined) goOn(range.log, range.from, range.bodies)
    },
    release(key) {
      const proof = proofs.get(key)
      proofs.delete(key)
      return proof === undefined ? undefined : { log: proof.range.log, at: proof.range.from, links: proof.links }
    },
  }
}
