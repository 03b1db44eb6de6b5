/** Parts: everything a node's core is handed, so that production and the simulator drive the very same code. */
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Law } from '../../frames/facet.ts'
import type { Founding } from '../../frames/founding.ts'
import type { Held, Log } from '../../frames/log.ts'
import type { Agreement } from '../../identity/agreement.ts'
import type { KeyPair, Signatures } from '../../identity/signature.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Engine } from '../../semantics/engine.ts'

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
  /** `leaf`: takes what it is owed and relays for nobody. Default `member`. */
  readonly role?: 'member' | 'leaf'
  /** Milliseconds between beacons, jittered by a tenth. Default 1,000. */
  readonly beaconMs?: number
  /** Told after `log` became durable up to `held.count`: the documents follow by it. Must not throw. */
  readonly onDurable?: (log: Log, held: Held) => void
}
