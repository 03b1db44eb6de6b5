/** Replication: how logs heal, travel and come back, beside automerge-repo and yjs doing the same work. */
import type { Case, Suite } from '../case.ts'

const HEAL_UNITS = { cpu: 'ms', wall: 'ms', bytes: 'B', messages: '1' } as const

const heal: Case = {
  name: 'heal',
  what:
    'Two sides wrote `claims` each while apart, one claim an entry, and meet over a wire in memory; timed until both hold all. tracord checks, ' +
    'journals in memory and judges what it receives and signs a certificate; the peers store unsigned texts that nobody checks.',
  sizes: [{ claims: 1_000 }, { claims: 10_000 }],
  quickSizes: [{ claims: 200 }],
  subjects: {
    tracord: 'replication/heal-tracord',
    '@automerge/automerge-repo': 'replication/heal-automerge-repo',
    yjs: 'replication/heal-yjs',
    'yjs-signed': 'replication/heal-yjs-signed',
    'deflate-sha256': 'replication/heal-floor',
    'ed25519-verify': 'replication/heal-verify',
  },
  units: HEAL_UNITS,
  targets: [
    { metric: 'cpu', when: { claims: 10_000 }, atMost: 0.25, times: '@automerge/automerge-repo' },
    { metric: 'cpu', when: { claims: 10_000 }, atMost: 2, times: 'yjs' },
    { metric: 'bytes', when: { claims: 10_000 }, atMost: 0.5, times: 'yjs-signed' },
  ],
  growth: { param: 'claims', metric: 'cpu' },
}

const healBatched: Case = {
  ...heal,
  name: 'heal-batched',
  what: 'As `heal`, but tracord puts ten claims in an entry, as one group commit does.',
  sizes: [{ claims: 10_000, perEntry: 10 }],
  quickSizes: [{ claims: 200, perEntry: 10 }],
  subjects: {
    tracord: 'replication/heal-tracord',
    '@automerge/automerge-repo': 'replication/heal-automerge-repo',
    yjs: 'replication/heal-yjs',
  },
  targets: [
    { metric: 'cpu', when: { claims: 10_000 }, atMost: 1, times: 'yjs' },
    { metric: 'bytes', when: { claims: 10_000 }, atMost: 1, times: '@automerge/automerge-repo' },
  ],
}

/** The suite. */
export const replication: Suite = { name: 'replication', cases: [heal, healBatched] }
