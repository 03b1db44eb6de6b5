/** `tracord sim`: seeds, scenarios by name and by file, the user's own rules and claims, and what is left of a failure. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { keepFailure } from '../../src/cli/sim-failure.ts'
import { paper, tracord } from './paper.ts'

const folder = mkdtempSync(join(tmpdir(), 'tracord-sim-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const SHORT = ['--minutes', '0.05', '--nodes', '3'] as const

test('[CLI40] seeds run one after the other; the figures are a page or one line of JSON, and the code is 0', async () => {
  const page = await tracord('sim', '--seed', '7', '--seeds', '3', ...SHORT)
  expect({ code: page.code, err: page.err }).toEqual({ code: 0, err: '' })
  expect(page.out).toContain('3 runs')
  expect(page.out).toContain('every promise was kept')
  const { out } = await tracord('sim', '--seed', '7', '--seeds', '3', ...SHORT, '--json')
  expect(out).not.toContain('\n')
  expect(JSON.parse(out)).toMatchObject({ runs: 3, broken: [], violations: [], kept: null })
})

test('[CLI40] scenarios go by name, with their page, and are listed', async () => {
  const list = await tracord('sim', '--scenario', 'list')
  expect(list.out.split('\n').length).toBeGreaterThanOrEqual(9)
  const { code, out } = await tracord('sim', '--scenario', 'lost-message')
  expect(code).toBe(0)
  expect(out).toMatch(/^The lost message\n\nTwo nodes are connected/)
})

test('[CLI40] a scenario in a file is replayed, and drawn where --html says', async () => {
  const scenario = file('scenario.json', drawScenario('a file', { nodes: 2, shape: 'line', stormMs: 2_000 }))
  const page = join(folder, 'page.html')
  const { code } = await tracord('sim', '--scenario', scenario, '--html', page)
  expect(code).toBe(0)
  expect(readFileSync(page, 'utf8')).toContain('<svg')
})

test('[CLI41] rules and claims of the user go through storms: as text, as JSON, as a case', async () => {
  const rules = file('law.rules', ':- state(D, "open"), locked(D, true).')
  const law = file('law.json', { slots: { state: [{ k: 'atMost', n: 1 }] }, rules: [':- state(D, "open"), locked(D, true).'] })
  const claims = file('claims.json', [
    { frame: 'd1', slot: 'state', value: 'open' },
    { frame: 'd1', slot: 'locked', value: true },
  ])
  for (const given of [
    ['--rules', rules, '--workload', claims],
    ['--rules', law, '--workload', claims],
    ['--rules', 'test/cli/fixtures/doors.json', '--workload', 'test/cli/fixtures/doors.json'],
  ]) {
    const { code, err, out } = await tracord('sim', ...given, ...SHORT, '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect((JSON.parse(out) as { acknowledged: number }).acknowledged).toBeGreaterThan(0)
  }
})

const MISUSES: readonly (readonly [string, readonly string[]])[] = [
  ['known by name are lost-message', ['--scenario', 'nowhere']],
  ['--storm is one of', ['--storm', 'hail']],
  ['whole number', ['--seeds', '0']],
  ['minutes above 0', ['--minutes', '-1']],
  ['expected an atom', ['--rules', file('broken.rules', '[] nonsense')]],
  ['is not JSON', ['--workload', file('broken.json', '[')]],
  ['[0] needs a frame', ['--workload', file('empty.json', [{}])]],
  ['seed is missing', ['--scenario', file('torn.json', { version: 1 })]],
]

test.each(MISUSES)('[CLI42] wrong use is one line and exit 2: %s', async (words, args) => {
  const { code, out, err } = await tracord('sim', ...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(words)
  expect(err).not.toContain('\n')
})

test('[CLI43] a failure leaves its scenario, its story and its page under the name of its seed', async () => {
  const scenario = drawScenario('lost & found', { nodes: 2, shape: 'line', stormMs: 2_000, storm: 'calm' })
  const broken = { ...simulate({ scenario }), isKept: false, violations: [{ promise: 'convergence', why: 'not so' }] }
  const { terminal, err } = paper()
  const kept = await keepFailure(broken, folder, terminal)
  expect(JSON.parse(readFileSync(kept.scenario, 'utf8'))).toEqual(JSON.parse(JSON.stringify(scenario)))
  expect(kept.story).toContain('tracord-sim-lost___found.txt')
  expect(readFileSync(kept.page, 'utf8')).toContain('<svg')
  expect(err()).toBe(readFileSync(kept.story, 'utf8').trimEnd())
})
