/** Joining: the founding record of a realm, asked of whoever answers at an address by the realm's id alone, in the handshake. */
import { randomBytes } from 'node:crypto'
import type { Clock, Ms } from '../base/clock.ts'
import { TracordError } from '../base/error.ts'
import { isHash, type Hash } from '../base/hash.ts'
import type { Random } from '../base/random.ts'
import { readFounding, realmOf, type Founding } from '../frames/founding.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import { SEED_BYTES } from '../identity/encoding.ts'
import { nodeAgreement } from '../identity/x25519.ts'
import type { WireHandlers, WireSource } from '../ports/wire.ts'
import { contribute, SYNC_VERSIONS } from '../sync/handshake.ts'
import type { Hello } from '../sync/message.ts'
import { decodeHello, encodeHello } from './core/wire.ts'
import type { Cancel } from './receipt.ts'
import { checkUrl } from './url.ts'

/** A realm that others founded, by where it is to be had. */
export interface JoinOptions extends Cancel {
  /** Websocket url of a server of the realm; the node stays connected with it. */
  readonly url: string
  /** The realm's id, from somebody who is trusted: whatever the server sends must have this hash. */
  readonly realm: Hash
  /** Milliseconds for an answer, 1 to 3,600,000; default 15,000. */
  readonly timeoutMs?: Ms
}

/** With what a realm is asked for. */
export interface AskingParts {
  readonly clock: Clock
  readonly random: Random
}

const TIMEOUT_MS = 15_000
const TIMEOUT_MS_MAX = 3_600_000

/** Throws `BAD_INPUT` for the first thing that is wrong. */
export function checkJoin(join: unknown): asserts join is JoinOptions {
  const { url, realm, timeoutMs = TIMEOUT_MS } = (typeof join === 'object' && join !== null ? join : {}) as Partial<JoinOptions>
  checkUrl(url, 'join: url')
  if (!isHash(realm)) throw bad('join: realm is the id of the realm, like bagaaiera...: its founder knows it')
  const isWithin = Number.isSafeInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= TIMEOUT_MS_MAX
  if (!isWithin) throw bad(`join: timeoutMs is an integer from 1 to ${TIMEOUT_MS_MAX}`)
}

/**
 * The record of the realm that `join` names, from whom `source` leads to. It says hello by a key of its own that is forgotten afterwards,
 * and believes nothing but the record's hash. Rejects with `REFUSED` when the other side closes or sends another record, `TIMED_OUT` when
 * nobody answers, `ABORTED`. The source is stopped in any case.
 */
export async function askFounding(source: WireSource, join: JoinOptions, { clock, random }: AskingParts): Promise<Founding> {
  const { url, realm, timeoutMs = TIMEOUT_MS, signal } = join
  const over = new AbortController()
  try {
    return await new Promise<Founding>((resolve, reject) => {
      const fail = (code: 'REFUSED' | 'TIMED_OUT' | 'ABORTED', why: string): void => reject(new TracordError(code, why))
      if (signal?.aborted === true) return fail('ABORTED', 'the signal had fired before anything was asked')
      const abort = (): void => fail('ABORTED', `the signal fired before ${url} answered`)
      signal?.addEventListener('abort', abort, { once: true, signal: over.signal })
      const cancel = clock.after(timeoutMs, () => fail('TIMED_OUT', `nobody at ${url} sent the record of ${realm} within ${timeoutMs} ms`))
      over.signal.addEventListener('abort', cancel, { once: true })
      source.start((wire): WireHandlers => {
        wire.send(encodeHello(helloOf(realm, random)))
        return {
          onMessage(bytes) {
            const hello = decodeHello(bytes)
            if (!hello.ok || hello.value.founding === undefined) return
            const founding = readFounding(hello.value.founding)
            if (founding.ok && realmOf(founding.value) === realm) resolve(founding.value)
            else fail('REFUSED', `${url} sent a record that is not the one of ${realm}: do not trust it`)
          },
          onClose: () => fail('REFUSED', `${url} does not serve the realm ${realm}, or is no tracord server of this version`),
        }
      })
    })
  } finally {
    over.abort()
    await source.stop()
  }
}

/** A first hello, which proves nothing; nobody will hear of this key again. */
function helloOf(realm: Hash, random: Random): Hello {
  const keyPair = nodeSignatures.keyPairFromSeed(randomBytes(SEED_BYTES))
  const { nonce, ephemeral } = contribute({ keyPair, signatures: nodeSignatures, agreement: nodeAgreement }, random)
  const who = { realm, author: keyPair.author, name: 'joining', role: 'leaf' } as const
  return { t: 'hello', versions: SYNC_VERSIONS, ...who, nonce, share: ephemeral.share, heard: null, met: false, lacks: true }
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
