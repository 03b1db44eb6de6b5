/** What is made of a failure: small, told in forty lines, drawn on one page. */
import { expect, test } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { coneOf } from '../../src/sim/failure/cone.ts'
import { diagramOf } from '../../src/sim/failure/diagram.ts'
import { minimise } from '../../src/sim/failure/minimise.ts'
import { STORY_LINES_MAX, storyOf } from '../../src/sim/failure/story.ts'
import type { Happening } from '../../src/sim/history.ts'
import { wordsOf } from '../../src/sim/failure/words.ts'
import type { Checker, Outcome } from '../../src/sim/outcome.ts'
import { play } from '../../src/sim/play.ts'
import type { Scenario } from '../../src/sim/scenario.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { BUGS } from './bugs.ts'

/** A bug that needs one crash to show. */
const forgetful = BUGS.find(({ name }) => name === 'acknowledges before the fsync')
const run = (scenario: Scenario, isRecording = false): Outcome =>
  simulate({ scenario, isRecording, ...(forgetful === undefined ? {} : { alter: forgetful.alter }) })
const losesAfterStart = (scenario: Scenario): boolean =>
  run(scenario).violations.some(({ promise, why }) => promise === 'nothingLost' && why.includes('after a start'))

const drawn = drawScenario('failure', { nodes: 3, stormMs: 6_000 })
const slow = { type: 'diskSlow', atMs: 500, lastMs: 5_000, node: 'n1', commitMs: 800 } as const
const crash = { type: 'crash', atMs: 3_000, downMs: 600, node: 'n1', isPowerLoss: false } as const
const failing: Scenario = { ...drawn, faults: { ...drawn.faults, events: [...drawn.faults.events, slow, crash] } }

test('[SIM15] a failure is made as small as the crash and the write that it loses', async () => {
  const { scenario, runs } = await minimise(failing, losesAfterStart, 200)
  const types = scenario.faults.events.map(({ type }) => type)
  expect(types.filter((type) => type !== 'diskSlow')).toEqual(['crash'])
  expect(types.length).toBeLessThanOrEqual(2)
  expect(scenario.workload.writes.length).toBeLessThanOrEqual(2)
  expect(scenario.topology.nodes.length).toBeLessThanOrEqual(2)
  expect(scenario.faults.hostile).toEqual([])
  expect(losesAfterStart(scenario)).toBe(true)
  expect(runs).toBeLessThanOrEqual(200)
})

test('[SIM16] the story names the promise, the command and the crash, in forty lines', () => {
  const outcome = run(failing, true)
  const story = storyOf(outcome, 'tracord sim --seed x')
  const lines = story.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(STORY_LINES_MAX)
  expect(lines[0]).toMatch(/^The promise \w+ was broken/)
  expect(story).toContain('tracord sim --seed x')
})

test('[SIM16] the page is whole by itself, and what nodes say in it is text', () => {
  const outcome = run(failing, true)
  const page = diagramOf(outcome, `tracord sim --seed '<b>'`)
  expect(page).not.toMatch(/src=|href=|<script|<b>/)
  expect(page.match(/<svg/g)).toHaveLength(1)
  for (const node of outcome.scenario.topology.nodes) expect(page).toContain(`>${node}</text>`)
  expect(page).toContain('class="message"')
})

test('[SIM106] what is asked and who is invited is told in the story and on the page, in words', async () => {
  const scenario = drawScenario('asked', { reasons: true, closed: true, storm: 'wires', stormMs: 3_000 })
  const never: Checker = () => [{ why: 'it never is' }]
  const outcome = await play({ scenario, isRecording: true, checkers: { never } })
  const told = outcome.happenings.map((happening) => wordsOf(happening)).join('\n')
  expect(told).toMatch(/^invites n2: admin schema write$/m)
  expect(told).toMatch(/^asks work out/m)
  expect(storyOf(outcome, 'again')).toMatch(/^The promise never was broken/)
  expect(diagramOf(outcome, 'again')).toContain('<svg')
})

test('[SIM16] recording changes nothing of the run', () => {
  const scenario = failing
  expect(run(scenario, true).logHash).toBe(run(scenario).logHash)
})

test('[SIM16] the cone holds what reached the nodes it is about, and nothing else', () => {
  const at = (atMs: number, more: Partial<Happening>): Happening => ({ atMs, kind: 'claim', node: 'a', text: '{}', ...more })
  const happenings = [
    at(1, { node: 'c', text: '"too late to matter"' }),
    at(2, { kind: 'send', node: 'b', peer: 'a', message: 1, about: 'entries 0 of x' }),
    at(3, { kind: 'send', node: 'c', peer: 'b', message: 2, about: 'entries 0 of y' }),
    at(4, { kind: 'take', node: 'a', peer: 'b', message: 1 }),
    at(5, { kind: 'take', node: 'b', peer: 'c', message: 2 }),
    at(6, { node: 'b', text: '"after it sent"' }),
  ]
  const cone = coneOf(happenings, { promise: 'p', why: 'w', nodes: ['a'] })
  expect(cone.map(({ atMs }) => atMs)).toEqual([2, 4])
})
