/** Self: how a node introduces itself, and how often. */
import type { Hash } from '../../base/hash.ts'
import { foundingText } from '../../frames/founding.ts'
import type { Self } from '../../sync/handshake.ts'
import type { SyncLimits } from '../../sync/limits.ts'
import { BEACON_MS } from './limits.ts'
import type { CoreParts } from './parts.ts'

/** What this node says in its `hello`. The founding record goes along, so that a server may host a realm it has not met. */
export function selfOf({ founding, keyPair, name, role }: CoreParts, realm: Hash): Self {
  return { realm, author: keyPair.author, name, role: role ?? 'member', founding: foundingText(founding) }
}

/** Beats of `beaconMs`, spread by up to a fifth. */
export function beatLimits(beaconMs: number = BEACON_MS): Partial<SyncLimits> {
  return { beatMs: beaconMs, beatJitterMs: longestBeat(beaconMs) - beaconMs, presenceRestMs: Math.floor(beaconMs / 2) }
}

/** How long it takes at most from one beat to the next. */
export function longestBeat(beaconMs: number = BEACON_MS): number {
  return beaconMs + Math.floor(beaconMs / 5)
}
