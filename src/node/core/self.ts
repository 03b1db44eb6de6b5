/** Self: how a node introduces itself, and how often. */
import { base64urlFromBytes } from '../../base/bytes.ts'
import type { Hash } from '../../base/hash.ts'
import type { Random } from '../../base/random.ts'
import { foundingText } from '../../frames/founding.ts'
import type { SyncLimits } from '../../sync/limits.ts'
import type { Self } from '../../sync/machine.ts'
import { BEACON_MS } from './limits.ts'
import type { CoreParts } from './parts.ts'

const NONCE_WORDS = 4

/** What this node says in its `hello`. The founding record goes along, so that a server may host a realm it has not met. */
export function selfOf({ founding, keyPair, name, role, random }: CoreParts, realm: Hash): Self {
  return { realm, author: keyPair.author, name, role: role ?? 'member', nonce: nonceOf(random), founding: foundingText(founding) }
}

/** Beats of `beaconMs`, spread by up to a fifth. */
export function beatLimits(beaconMs: number = BEACON_MS): Partial<SyncLimits> {
  return { beatMs: beaconMs, beatJitterMs: Math.floor(beaconMs / 5) }
}

function nonceOf(random: Random): string {
  const words = Uint32Array.from({ length: NONCE_WORDS }, () => random.uint32())
  return base64urlFromBytes(new Uint8Array(words.buffer))
}
