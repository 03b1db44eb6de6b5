/** Parts: everything a node's core is handed, so that production and the simulator drive the very same code. */
import type { Clock } from '../../base/clock.ts'
import type { TracordError } from '../../base/error.ts'
import type { Random } from '../../base/random.ts'
import type { Result } from '../../base/result.ts'
import type { Law } from '../../frames/facet.ts'
import type { Founding } from '../../frames/founding.ts'
import type { Held, Log } from '../../frames/log.ts'
import type { Agreement } from '../../identity/agreement.ts'
import type { AuthorKey, KeyPair, Signatures } from '../../identity/signature.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Profile } from '../../sync/presence.ts'

/** What a core is made of. */
export interface CoreParts {
  /** The realm's founding record, already validated. */
  readonly founding: Founding
  readonly keyPair: KeyPair
  readonly signatures: Signatures
  /** How connections come to keys of their own. */
  readonly agreement: Agreement
  readonly clock: Clock
  /** Epochs, nonces and jitter; never keys. */
  readonly random: Random
  readonly journal: Journal
  /** Makes the judgement of the realm's law; the library's own by default. Tests hand in others. */
  readonly createEngine?: (law: Law) => Engine
  /** For screens; proves nothing. */
  readonly name: string
  /** The domains held, sorted or not; absent: all. */
  readonly domains?: readonly string[]
  /** `leaf`: takes what it is owed and relays for nobody. Default `member`. */
  readonly role?: 'member' | 'leaf'
  /** Milliseconds between beacons, jittered by a tenth. Default 1,000. */
  readonly beaconMs?: number
  /** What this node tells others of itself; read again at each beat. Default: its name, all domains, no modules. */
  readonly profile?: () => Profile
  /** Where others can connect to this node, like `ws://10.0.0.7:4040`; told with the profile. */
  readonly address?: string
  /** How busy it is, permille, 0 to 1000; read again at each beat. Default 0. */
  readonly load?: () => number
  /** A question from another member. `reply` once; later or never is the asker's time-out. Must not throw. */
  readonly onAsk?: (
    from: AuthorKey,
    question: string,
    reply: (answer: Result<string, TracordError>) => void,
    signal: AbortSignal,
  ) => void
  /** Told when all that is held of `log` is pruned, at every start too: its document goes. Must not throw. */
  readonly onPruned?: (log: Log) => void
  /** Told after `log` became durable up to `held.count`: the documents follow by it. Must not throw. */
  readonly onDurable?: (log: Log, held: Held) => void
}
