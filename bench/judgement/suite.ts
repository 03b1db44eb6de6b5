/** Judgement: how fast what cannot hold together is found, ways out are worked out, and much is judged at once. */
import type { Case, Suite } from '../case.ts'

const DB_IVM = '@tanstack/db-ivm'
const WORLD = 'a world of devices under ten facets and rules, one of them recursive'

const detect: Case = {
  name: 'detect',
  what:
    `An engine holds \`claims\` claims about ${WORLD}, which arrived in no order. Timed is each of 4,000 new claims by itself, ` +
    'until all that follows from it and all that it breaks is found; one in fifty breaks something. db-ivm does the nine laws that it ' +
    'can express, as queries over one collection of claims; `by-slot` sorts the claims into a collection for each slot beforehand. ' +
    'Neither tells authors apart, weighs, explains or takes back.',
  sizes: [{ claims: 10_000 }, { claims: 100_000 }, { claims: 1_000_000 }],
  quickSizes: [{ claims: 10_000 }],
  subjects: {
    tracord: 'judgement/detect-tracord',
    [DB_IVM]: 'judgement/detect-db-ivm',
    [`${DB_IVM} by-slot`]: 'judgement/detect-db-ivm-by-slot',
  },
  units: { p50: 'us', p99: 'us', max: 'us' },
  targets: [
    { metric: 'p50', when: { claims: 1_000_000 }, atMost: 5 },
    { metric: 'p99', when: { claims: 1_000_000 }, atMost: 50 },
    { metric: 'max', when: { claims: 1_000_000 }, atMost: 20_000 },
    { metric: 'p50', atMost: 1 / 8, times: DB_IVM },
    { metric: 'p99', atMost: 1 / 8, times: DB_IVM },
  ],
  growth: { param: 'claims', metric: 'p50' },
}

const repair: Case = {
  name: 'repair',
  what:
    'A connected component of `conflicts` conflicts between 2 or 3 statements of 1 to 20 votes: the preferred repair and where every ' +
    'statement stands, exactly. Half of the components are trees, half dense. YALPS finds a repair of least weight and no standings.',
  sizes: [{ conflicts: 10 }, { conflicts: 30 }, { conflicts: 100 }, { conflicts: 300 }],
  quickSizes: [{ conflicts: 10 }, { conflicts: 30 }],
  subjects: { tracord: 'judgement/repair-tracord', yalps: 'judgement/repair-yalps' },
  units: { p50: 'ms', p99: 'ms' },
  targets: [
    { metric: 'p99', when: { conflicts: 10 }, atMost: 1 },
    { metric: 'p99', when: { conflicts: 30 }, atMost: 1 },
    { metric: 'p99', when: { conflicts: 100 }, atMost: 10 },
    { metric: 'p99', when: { conflicts: 300 }, atMost: 50 },
  ],
  growth: { param: 'conflicts', metric: 'p50' },
}

const merge: Case = {
  name: 'merge',
  what:
    `An engine that holds \`claims\` claims about ${WORLD}, is told as many more at once, one in 200 of which breaks ` +
    'something; timed until all is judged and the digest is there.',
  sizes: [{ claims: 100_000 }],
  quickSizes: [{ claims: 10_000 }],
  subjects: { tracord: 'judgement/merge-tracord' },
  units: { wall: 'ms' },
  targets: [{ metric: 'wall', when: { claims: 100_000 }, atMost: 1_000 }],
}

const loadCase: Case = {
  name: 'load-case',
  what:
    'The command `tracord judge` on a file of `claims` claims of that world, a part of them disturbing it: a process from start to ' +
    'end.',
  isPrepared: true,
  sizes: [{ claims: 100_000 }],
  quickSizes: [{ claims: 2_000 }],
  subjects: { tracord: 'judgement/load-case-tracord' },
  units: { wall: 'ms' },
  targets: [{ metric: 'wall', when: { claims: 100_000 }, atMost: 5_000 }],
}

const loadJournal: Case = {
  name: 'load-journal',
  what:
    'A node opens a folder whose journal holds `claims` claims of another author, one an entry; timed until all is judged and ' +
    'certified.',
  isPrepared: true,
  sizes: [{ claims: 100_000 }],
  quickSizes: [{ claims: 2_000 }],
  subjects: { tracord: 'judgement/load-journal-tracord' },
  units: { wall: 'ms' },
  targets: [],
}

const memory: Case = {
  name: 'memory',
  what: `What an engine takes that holds \`claims\` claims about ${WORLD}, ids of 63 characters and all that follows from them included.`,
  sizes: [{ claims: 1_000_000 }],
  quickSizes: [{ claims: 100_000 }],
  subjects: { tracord: 'judgement/memory-tracord' },
  units: { 'bytes per claim': 'B' },
  targets: [{ metric: 'bytes per claim', atMost: 400 }],
}

/** The suite. */
export const judgement: Suite = { name: 'judgement', cases: [detect, repair, merge, loadCase, loadJournal, memory] }
