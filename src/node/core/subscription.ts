/**
 * Subscription: which domains this node holds. What is said of others is neither loaded, taken in, judged nor passed on; what the journal
 * has of them stays there, and comes back from it when they are held again (R17).
 */
import { TracordError } from '../../base/error.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Range } from '../../frames/entry.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Done, Journal } from '../../ports/journal.ts'
import type { Engine } from '../../semantics/engine.ts'
import { covers, interestIn } from '../../sync/interest-name.ts'
import type { Input } from '../../sync/machine.ts'
import type { Arrivals } from '../history/arrivals.ts'
import type { Confirmation } from './confirmation.ts'
import type { Epochs } from './epochs.ts'
import type { Holding, Holdings } from './holdings.ts'
import type { KeptProof } from './proof.ts'
import { FROM_JOURNAL } from './waiting.ts'

/** Bytes read back at once. */
const PIECE_BYTES = 262_144

/** What is held of the realm, by domains. */
export interface Subscription {
  /** The names, sorted; null: all. */
  domains: () => readonly string[] | null
  holds(log: Pick<Log, 'domain' | 'kind'>): boolean
  /** The journal has something of a log that is not held. */
  leave(log: Log): void
  /** The journal has a proof of equivocation in a log that is not held. */
  leaveProof(proof: KeptProof): void
  /** A log grew from count `from` on: what had ceased to count when it was let go counts again. */
  grown(holding: Holding, from: number): void
  /** Holds just these from now on: lets go of others, reads back what the journal has; peers are asked for the rest. */
  hold: (domains: readonly string[] | null, done: Done<null>) => void
}

/** What a subscription works with. */
export interface SubscriptionParts {
  readonly domains: readonly string[] | null
  readonly engine: Engine
  readonly holdings: Holdings
  readonly arrivals: Arrivals
  readonly confirmation: Confirmation
  readonly epochs: Epochs
  readonly journal: Journal
  isPruned(key: LogKey, seq: number): boolean
  run(input: Input): void
  /** What waits to be written is written in the domains held so far. */
  flush(): void
  take(range: Range, peer: string): void
  restoreProof(proof: KeptProof): void
  /** As `Ledger.releaseProof`. */
  releaseProof(key: LogKey): KeptProof | undefined
  /** Logs by these authors, who signed twice in them, are held no longer: whoever is shown by no other counts again. */
  onReleased(authors: ReadonlySet<AuthorKey>): void
  /** The judgement changed. */
  changed(): void
}

/** A subscription to `domains`. */
export function createSubscription(parts: SubscriptionParts): Subscription {
  const { engine, holdings } = parts
  const left = new Map<LogKey, Log>()
  /** Proofs of what is not held, or was not, by log. */
  const proofs = new Map<LogKey, KeptProof>()
  let interest = interestIn(parts.domains)
  let turn = 0
  const names = (): readonly string[] | null => (interest.domains === null ? null : [...interest.domains])

  const letGo = (holding: Holding): void => {
    engine.discount(holding.ids.slice(holding.bare))
    holdings.drop(holding.key)
    parts.confirmation.drop(holding)
    parts.arrivals.dropped(holding)
    left.set(holding.key, holding.log)
    const proof = parts.releaseProof(holding.key)
    if (proof !== undefined) proofs.set(holding.key, proof)
  }
  /** Reads log after log back from the journal; a later change of mind ends it. */
  const readBack = (logs: readonly Log[], mine: number, done: Done<null>): void => {
    const [log, ...others] = logs
    if (log === undefined || mine !== turn) return finish(done)
    const key = logKeyOf(log)
    const from = holdings.get(key)?.ids.length ?? 0
    parts.journal.read(key, from, PIECE_BYTES, (bodies) => {
      if (!bodies.ok) return done(bodies)
      if (mine !== turn) return finish(done)
      if (bodies.value.length > 0) {
        const prev = holdings.get(key)?.ids.last() ?? null
        parts.take({ log, from, prev, bodies: bodies.value }, FROM_JOURNAL)
      }
      const isWhole = bodies.value.length === 0 || (holdings.get(key)?.ids.length ?? 0) <= from
      if (!isWhole) return readBack(logs, mine, done)
      left.delete(key)
      readBack(others, mine, done)
    })
  }
  const finish = (done: Done<null>): void => {
    for (const proof of proofs.values()) if (covers(interest, proof.log)) parts.restoreProof(proof)
    parts.changed()
    done(ok(null))
  }
  return {
    domains: names,
    holds: (log) => covers(interest, log),
    leave: (log) => void left.set(logKeyOf(log), log),
    leaveProof: (proof) => void proofs.set(logKeyOf(proof.log), proof),
    grown({ key, ids, counted }, from) {
      if (left.has(key)) engine.recount(ids.slice(from, counted).filter((_, at) => !parts.isPruned(key, from + at)))
    },
    hold(domains, done) {
      parts.flush()
      interest = interestIn(domains)
      turn += 1
      // What is written next begins a new log: the old one may be held by others only.
      parts.epochs.renew()
      const going = [...holdings.all()].filter(({ log }) => !covers(interest, log))
      going.forEach(letGo)
      parts.onReleased(new Set(going.flatMap(({ log, forkedAt }) => (forkedAt === null ? [] : [log.author]))))
      engine.hold(names())
      parts.run({ type: 'hold', domains: names() })
      parts.changed()
      readBack([...left.values()].filter((log) => covers(interest, log)), turn, done)
    },
  }
}

/** The domain, where what is written in it is held here, too. */
export function writable(domain: Result<string, TracordError>, subscription: Subscription): Result<string, TracordError> {
  if (!domain.ok || subscription.holds({ domain: domain.value, kind: 'frames' })) return domain
  const held = subscription.domains()?.join(', ') ?? ''
  return err(new TracordError('BAD_INPUT', `this node does not hold the domain ${domain.value}, only ${held || 'none'}: hold() it first`))
}
