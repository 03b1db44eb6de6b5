/** Reasoning: how fast what stands is read, traces are checked, goals are answered over the network, and sessions move off a dead node. */
import type { Case, Suite } from '../case.ts'

const local: Case = {
  name: 'local',
  what:
    'A node holds `frames` frames with one claim each. Timed is each of 2,000 calls of `ask` for a slot of some frame, from the call to ' +
    'the answer; the answer stands already, so nothing reasons.',
  sizes: [{ frames: 100_000 }],
  quickSizes: [{ frames: 10_000 }],
  subjects: { tracord: 'reasoning/local-tracord' },
  units: { p50: 'ms', p99: 'ms' },
  targets: [{ metric: 'p99', when: { frames: 100_000 }, atMost: 1 }],
}

const routed: Case = {
  name: 'routed',
  what:
    'Five nodes over websockets on loopback in one process, journals in memory; only one has the module, which answers at once. Timed is ' +
    'each of 300 new goals that another node asks, from the call to the answer with its trace held: a question over two hops, a signed ' +
    'session, its check, its way to the asker, and the answer.',
  sizes: [{ nodes: 5 }],
  quickSizes: [{ nodes: 3 }],
  subjects: { tracord: 'reasoning/routed-tracord' },
  units: { p50: 'ms', p99: 'ms' },
  targets: [
    { metric: 'p50', when: { nodes: 5 }, atMost: 5 },
    { metric: 'p99', when: { nodes: 5 }, atMost: 20 },
  ],
}

const routedSlow: Case = {
  name: 'routed-slow',
  what:
    'One node and three that have the module, each behind a proxy that takes `link` milliseconds each way; one of the three swallows ' +
    'everything from the moment the goals begin. Timed is each of 60 new goals.',
  sizes: [{ link: 40 }],
  quickSizes: [{ link: 20 }],
  subjects: { tracord: 'reasoning/routed-slow-tracord' },
  units: { p50: 'ms', p99: 'ms' },
  targets: [{ metric: 'p99', when: { link: 40 }, atMost: 200 }],
}

const takeover: Case = {
  name: 'takeover',
  what:
    'Three nodes over websockets, presences `beat` milliseconds apart, so a member is taken for dead after `lease` milliseconds of ' +
    'silence. The one that reasons is cut off without a word after its second step. Timed, ten times, is from the cut until another ' +
    'node has published the conclusion.',
  sizes: [{ beat: 200, lease: 1_320 }],
  quickSizes: [{ beat: 100, lease: 660 }],
  subjects: { tracord: 'reasoning/takeover-tracord' },
  units: { p50: 'ms', max: 'ms' },
  targets: [{ metric: 'max', when: { beat: 200, lease: 1_320 }, atMost: 2_320 }],
}

const coherence: Case = {
  name: 'coherence',
  what:
    'A trace of `steps` steps over as many claims: of five steps two are sums, two give a statement in words, and one gives what a rule ' +
    'concludes from a claim. Timed is the check of each of 40 such traces, under a law with a denial that they might break.',
  sizes: [{ steps: 1_000 }],
  quickSizes: [{ steps: 1_000 }],
  subjects: { tracord: 'reasoning/coherence-tracord' },
  units: { p50: 'ms', p99: 'ms' },
  targets: [{ metric: 'p50', when: { steps: 1_000 }, atMost: 10 }],
}

/** Everything about reasoning. */
export const reasoning: Suite = { name: 'reasoning', cases: [local, routed, routedSlow, takeover, coherence] }
