/** Made logs: signed entries of one author, as a journal would hold them, for the tests of documents. */
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { readBody, sealEntry, type Link } from '../../src/frames/chain.ts'
import type { Claim } from '../../src/frames/item.ts'
import type { Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { KeyPair } from '../../src/identity/signature.ts'
import { wholeEntry, type WholeEntry } from '../../src/node/documents/whole-entry.ts'

/** The realm of all made logs. */
export const REALM: Hash = cidOf('{"realm":"of the tests"}')

/** The key pair that belongs to a name. */
export function keyOf(name: string): KeyPair {
  return nodeSignatures.keyPairFromSeed(sha256(name))
}

/** The `frames` log of `name` in {@link REALM}. */
export function logOf(name: string, epoch = 16_777_216): Log {
  return { realm: REALM, domain: 'main', kind: 'frames', author: keyOf(name).author, epoch }
}

/** A claim that differs for each number. */
export function claimOf(number: number): Claim {
  return { k: 'claim', frame: `frame-${number % 7}`, slot: 'state', value: `value ${number}` }
}

/** A log with its entries, whole and as bodies. */
export interface MadeLog {
  readonly log: Log
  readonly entries: readonly WholeEntry[]
  readonly bodies: readonly string[]
}

/** `count` entries of one claim each in the log of `name`; `claim` may choose other claims. */
export function makeLog(name: string, count: number, claim: (seq: number) => Claim = claimOf, epoch?: number): MadeLog {
  const log = logOf(name, epoch)
  const entries: WholeEntry[] = []
  for (let seq = 0; seq < count; seq += 1) {
    const prev = entries.at(-1)?.id ?? null
    entries.push(wholeOf(log, prev, sealEntry(log, seq, prev, 1_000 + seq, [claim(seq)], keyOf(name))))
  }
  return { log, entries, bodies: entries.map((entry) => entry.bodyText) }
}

/** The whole entry of a sealed one. */
export function wholeOf(log: Log, prev: Hash | null, link: Link): WholeEntry {
  const body = readBody(link.text)
  if (!body.ok) throw new Error(body.error)
  return wholeEntry(log, link.seq, prev, body.value, link.text)
}
