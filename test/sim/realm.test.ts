/** Closed realms in the simulator: who belongs is the same everywhere once all is mended, and nothing counts beyond a cut. */
import { expect, test, vi } from 'vitest'
import type * as Counting from '../../src/membership/counting.ts'
import type { Signatures } from '../../src/identity/signature.ts'
import type { CoreParts } from '../../src/node/core/parts.ts'
import { wired } from '../../src/sim/draw/topology.ts'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { NO_FAULTS } from '../../src/sim/faults.ts'
import type { Checker } from '../../src/sim/outcome.ts'
import { readScenario } from '../../src/sim/read-scenario.ts'
import type { Scenario } from '../../src/sim/scenario.ts'
import { simulate } from '../../src/sim/simulate.ts'
import type * as Simulate from '../../src/sim/simulate.ts'
import { REALM_SITUATIONS } from '../../src/sim/sometimes.ts'
import { createTally } from '../../src/sim/tally.ts'

const drawn = (seed: string): Scenario => drawScenario(seed, { closed: true, stormMs: 8_000 })
const tally = createTally()

test.each([0, 1, 2])('[SIM85] storms over closed realms keep every promise, block %s', (block) => {
  for (let at = 0; at < 10; at += 1) {
    const outcome = simulate({ scenario: drawn(`closed ${block * 10 + at}`) })
    expect(outcome.violations).toEqual([])
    tally.add(outcome)
  }
})

test('[SIM85] together they meet every situation of closed realms; the same scenario is the same run', () => {
  const met: readonly string[] = Object.keys(tally.summary().met)
  expect(REALM_SITUATIONS.filter((situation) => !met.includes(situation))).toEqual([])
  expect(simulate({ scenario: drawn('again') }).logHash).toBe(simulate({ scenario: drawn('again') }).logHash)
})

/** n3 is cut off with what it says after; n1 removes it meanwhile, and n2 takes n1's place. */
const CUT_OFF: Scenario = {
  version: 1,
  seed: 'cut off',
  topology: wired(3, 'mesh'),
  workload: {
    slots: {},
    rules: [],
    stormMs: 8_000,
    writes: [1_000, 3_000, 6_000].map((atMs) => ({ atMs, node: 'n3', frame: 'door', slot: 'state', value: atMs })),
    realm: {
      founder: 'n1',
      acts: [
        { act: 'invite', atMs: 100, node: 'n1', whom: 'n2', roles: ['admin', 'schema', 'write'] },
        { act: 'invite', atMs: 200, node: 'n1', whom: 'n3', roles: ['write'] },
        { act: 'remove', atMs: 4_000, node: 'n1', whom: 'n3', keep: true },
        { act: 'succeed', atMs: 4_500, node: 'n1', whom: 'n2' },
      ],
    },
  },
  faults: { ...NO_FAULTS, events: [{ type: 'partition', atMs: 2_000, lastMs: 5_000, groups: [['n1', 'n2'], ['n3']], isSilent: true }] },
}

test('[SIM86] what a removed member said before counts for all, what it said out of their sight for nobody', () => {
  const valuesOf: Checker = ({ nodes }) =>
    nodes.flatMap(({ name, standings }) => {
      const values = standings().flatMap(({ frame, value }) => (frame === 'door' ? [JSON.stringify(value)] : []))
      return values.join() === '1000' ? [] : [{ why: `${name} counts ${values.join()}` }]
    })
  const { violations, met } = simulate({ scenario: CUT_OFF, checkers: { valuesOf } })
  expect(violations).toEqual([])
  expect(met).toHaveProperty('removed member went on writing')
  expect(met).toHaveProperty('founder succeeded')
})

test('[SIM87] it is found when a removed member goes on to count', async () => {
  vi.resetModules()
  vi.doMock('../../src/membership/counting.js', async (importOriginal) => {
    const real: typeof Counting = await importOriginal()
    return { ...real, countOf: (_membership: object, { ids }: Counting.LogAsHeld) => ids.length }
  })
  const { simulate: run }: typeof Simulate = await import('../../src/sim/simulate.ts')
  const promises = run({ scenario: CUT_OFF }).violations.map(({ promise }) => promise)
  vi.doUnmock('../../src/membership/counting.js')
  expect(promises).toContain('cutsHold')
})

/** Takes no word that somebody succeeds. */
function deaf(signatures: Signatures): Signatures {
  const verify: Signatures['verify'] = (author, text, sig) => !text.includes('/successor/') && signatures.verify(author, text, sig)
  return { ...signatures, verify }
}

test('[SIM87] it is found when nodes name other members', () => {
  const alter = (parts: CoreParts, node: string): CoreParts => (node === 'n3' ? { ...parts, signatures: deaf(parts.signatures) } : parts)
  const promises = simulate({ scenario: CUT_OFF, alter }).violations.map(({ promise }) => promise)
  expect(promises).toContain('sameMembers')
})

const bend = (realm: unknown): string => JSON.stringify({ ...CUT_OFF, workload: { ...CUT_OFF.workload, realm } })
const act = { act: 'invite', atMs: 0, node: 'n1', whom: 'n2', roles: [] }

test.each([
  ['workload.realm.founder', bend({ founder: 'nobody', acts: [] })],
  ['workload.realm.acts[0]', bend({ founder: 'n1', acts: [{ ...act, whom: 'nobody' }] })],
  ['workload.realm.acts[0]', bend({ founder: 'n1', acts: [{ ...act, act: 'crown' }] })],
  ['workload.realm.acts[0].roles[0]', bend({ founder: 'n1', acts: [{ ...act, roles: ['king'] }] })],
])('[SIM88] an act that is none is refused with its place: %s', (place, text) => {
  const read = readScenario(text)
  expect(read.ok ? 'read' : read.error.path).toContain(place)
})

test('[SIM88] what is drawn can be written to a file and read back', () => {
  for (let at = 0; at < 30; at += 1) {
    const scenario = drawn(`file ${at}`)
    expect(readScenario(JSON.stringify(scenario))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(scenario)) })
  }
})
