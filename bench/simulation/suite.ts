/** Simulation: how much of a network's time one second of a processor simulates. */
import type { Case, Suite } from '../case.ts'

const speed: Case = {
  name: 'speed',
  what:
    'Storms of 20 simulated seconds with everything that can go wrong (wires, partitions, disks, clocks, crashes, hostile members) ' +
    'over `nodes` honest nodes, each of which claims something every second, then 17 s of mending, settling and quiet; every node ' +
    'judges at every fourth beat, and whenever entries rest, and every promise is checked. Signatures are a keyed hash, real in one ' +
    'run of fifty; in three runs of four nodes share what they worked out of disputes. In a process that has run 40 storms before, as ' +
    'in a campaign. Simulated seconds for each second of CPU.',
  sizes: [{ nodes: 3 }, { nodes: 5 }, { nodes: 10 }],
  quickSizes: [{ nodes: 3 }],
  subjects: { tracord: 'simulation/speed-tracord' },
  units: { speed: '1' },
  targets: [
    { metric: 'speed', when: { nodes: 3 }, atLeast: 1_000 },
    { metric: 'speed', when: { nodes: 5 }, atLeast: 300 },
    { metric: 'speed', when: { nodes: 10 }, atLeast: 100 },
  ],
}

const speedStock: Case = {
  name: 'speed-stock',
  what:
    'As `speed`, without hostile members, and with the real automerge-repo under patched time: the last of `nodes` nodes is connected ' +
    'with the one before it by a stock peer only, over connections that end where they lose something: what comes there is documents. ' +
    'Simulated seconds for each second of CPU.',
  sizes: [{ nodes: 3 }],
  quickSizes: [{ nodes: 3 }],
  subjects: { tracord: 'simulation/speed-stock-tracord' },
  units: { speed: '1' },
  targets: [{ metric: 'speed', when: { nodes: 3 }, atLeast: 50 }],
}

/** The suite. */
export const simulation: Suite = { name: 'simulation', cases: [speed, speedStock] }
