/** `tracord log` and `tracord diff`: a folder's history and its states, as a person and as a program reads them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import type { Certificate, TracordNode } from '../../src/node/node.ts'
import { agreed, pair } from '../node/pair.ts'
import { tracord } from './paper.ts'

const LAW = { slots: { state: { atMost: 1 } }, rules: [':- state(D, "closed"), via(R, D). % a route may not pass a closed door'] } as const

let root = ''
let [gateway, planner]: TracordNode[] = []
/** After the door was closed, after the route was planned, and after the sensor took it back. */
const certificates: Certificate[] = []
const dir = (): string => join(root, 'gateway')

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tracord-log-'))
  const [left, right] = pair().ends
  gateway = await createNode({ name: 'gateway', dir: dir(), wires: [left], beaconMs: 50, ...LAW })
  planner = await createNode({ name: 'planner', dir: join(root, 'planner'), wires: [right], beaconMs: 50, ...LAW })
  const both = async (): Promise<void> => {
    await agreed(gateway!, planner!)
    certificates.push(gateway!.certificate({ vector: true }))
  }
  const closed = await gateway.claim('d1', { state: 'closed' }, { confidence: 900 })
  await both()
  await planner.claim('r7', { via: { ref: 'd1' } }, { confidence: 800 })
  await both()
  await gateway.withdraw(closed, 'sensor miscalibrated')
  await planner.claim('d1', { state: 'open' }, { valid: [null, new Date('2030-01-01')] })
  await both()
})

afterAll(async () => {
  await Promise.all([gateway?.close(), planner?.close()])
  await rm(root, { recursive: true })
})

test('[CLI70] a frame has its history told: who, what, when, and what came of it', async () => {
  const { code, out, err } = await tracord('log', dir(), 'r7')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(`r7  as ${dir()} saw it, realm main`)
  expect(out).toMatch(/\n\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S{12}…\n {2}\+ via = → d1 {2}80% sure\n/)
  expect(out).toMatch(/✗ a route may not pass a closed door.*\n.*→ via = → d1 {2}rejected {2}0.8 votes/)
  expect(out).toMatch(/by what was said of another frame\n {2}✓ settled: a route .*\n.*→ via = → d1 {2}rejected → clear {2}0.8 votes/)
  const door = (await tracord('log', dir(), 'd1')).out
  expect(door).toMatch(/ this node\n {2}\+ state = "closed" {2}90% sure\n/)
  expect(door).toMatch(/ {2}− state = "closed" {2}sensor miscalibrated\n/)
  expect(door).toContain('+ state = "open"  until 2030-01-01')
  expect((await tracord('log', dir(), 'd9')).out).toContain('Nothing concerned it then.')
})

test('[CLI71] a history is cut by time and number, whole as JSON, and ends as the node judges', async () => {
  const { out } = await tracord('log', dir(), '--json')
  const story = JSON.parse(out) as { moments: { seenAt: number; standings: { statement: object; after: { status: string }[] }[] }[] }
  expect(story).toMatchObject({ realm: 'main', frame: null, author: gateway?.id, rowsEach: 1 })
  expect(story.moments).toHaveLength(4)
  const last = new Map(story.moments.flatMap(({ standings }) => standings.map((one) => [JSON.stringify(one.statement), one.after])))
  for (const [slot, value] of [['state', 'open'], ['state', 'closed'], ['via', { ref: 'd1' }]] as const) {
    const frame = slot === 'via' ? 'r7' : 'd1'
    const view = gateway?.frame(frame)[slot]
    const stands = last.get(JSON.stringify({ frame, slot, value, not: false }))
    expect(stands?.map(({ status }) => status)).toEqual(value === 'closed' ? [] : [view?.status])
  }
  const at = (index: number): string => new Date(story.moments[index]?.seenAt ?? 0).toISOString()
  const since = JSON.parse((await tracord('log', dir(), '--since', at(1), '--until', at(1), '--json')).out) as typeof story
  expect(since.moments.length).toBeGreaterThan(0)
  expect(since.moments.every(({ seenAt }) => seenAt === story.moments[1]?.seenAt)).toBe(true)
  expect((await tracord('log', dir(), '--limit', '1')).out).toContain('… 3 earlier moments; --since, --limit or --json show them')
  expect((await tracord('log', dir(), '--since', '2999-01-01')).out).toContain('Nothing was seen then.')
})

test('[CLI72] two states are compared: claims, standings, conflicts', async () => {
  const { code, out } = await tracord('diff', dir(), '2')
  expect(code).toBe(0)
  expect(out).toMatch(/from {2}2 {4}2 entries {2}2 claims {3}1 conflict {2}certificate \S+/)
  expect(out).toMatch(/Claims that came \(1\)\n {2}\+ d1.state = "open" {2}\S+ {2}until 2030-01-01/)
  expect(out).toMatch(/Claims that went \(1\)\n {2}− d1.state = "closed" .* {2}90% sure · sensor miscalibrated/)
  expect(out).toMatch(/Conflicts \(0 opened, 1 settled\)\n {2}✓ settled: a route/)
  expect(out).toMatch(/What stands otherwise \(1\)\n {2}→ r7.via = → d1 {2}rejected → clear/)
  const back = JSON.parse((await tracord('diff', dir(), 'now', '2', '--json')).out) as Record<string, unknown[]>
  expect(back).toMatchObject({
    from: { digest: certificates[2]?.digest, verdict: certificates[2]?.verdict },
    to: { digest: certificates[1]?.digest, state: certificates[1]?.state },
    added: [{ statement: { slot: 'state', value: 'closed' } }],
    gone: [{ statement: { slot: 'state', value: 'open' } }],
    opened: [{ text: expect.stringContaining('closed door') }],
    settled: [],
  })
  expect((await tracord('diff', dir(), 'now')).out).toContain('The same entries, judged alike.')
})

test('[CLI73] a state is named in many ways, on another folder by its vector', async () => {
  const [, second] = certificates
  if (second === undefined) throw new Error('the certificates were made')
  const { vector, ...bare } = second
  const write = async (name: string, content: unknown): Promise<string> => {
    await writeFile(join(root, name), JSON.stringify(content))
    return join(root, name)
  }
  const names = [second.state, '2', await write('bare.json', bare), await write('full.json', second), await write('vector.json', vector)]
  for (const name of names) {
    const { out } = await tracord('diff', dir(), name, '--json')
    expect(JSON.parse(out), name).toMatchObject({ from: { digest: second.digest, entries: 2 } })
  }
  const elsewhere = await tracord('diff', join(root, 'planner'), names[3] ?? '', '--json')
  expect(JSON.parse(elsewhere.out)).toMatchObject({ from: { digest: second.digest }, to: { digest: certificates[2]?.digest } })
  const before = await tracord('diff', dir(), '2001-01-01', '--json')
  expect(JSON.parse(before.out)).toMatchObject({ from: { entries: 0 } })
})

test.each([
  [['diff', '99'], 'it holds 4 entries, not 99'],
  [['diff', '0'.repeat(64)], 'it was never in a state with that hash'],
  [['diff', 'yesterday'], '"yesterday" names no state: give a time'],
  [['diff', 'package.json'], 'package.json holds neither a certificate nor a state vector'],
  [['diff', 'README.md'], 'README.md is not JSON'],
  [['log', '--since', 'noon'], '--since takes a time like'],
  [['log', '--limit', 'few'], '--limit takes a number'],
  [['log', '/x'], 'the frame has an empty domain'],
])('[CLI73] wrong use is one line and exit 2: %j', async ([name = '', ...args], why) => {
  const { code, out, err } = await tracord(name, dir(), ...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(why)
  expect(err).toMatch(/^tracord: [^\n]+$/)
})

test('[CLI132] in a closed realm a certificate names the state that counted then', async () => {
  const place = await mkdtemp(join(tmpdir(), 'tracord-closed-'))
  const [left, right] = pair().ends
  const founder = await createNode({ dir: join(place, 'root'), closed: true, realm: 'plant', wires: [left], beaconMs: 50 })
  const member = await createNode({ realm: founder.realm.founding, wires: [right], beaconMs: 50 })
  await founder.realm.invite(member.id, { name: 'ann' })
  await member.claim('d1', { state: 'open' })
  await agreed(founder, member)
  const before = founder.certificate()
  await founder.realm.remove(member.id, { keep: false })
  const after = founder.certificate()
  await founder.claim('d2', { state: 'open' })
  await founder.close()
  await member.close()
  for (const [name, state] of Object.entries({ before, after })) await writeFile(join(place, `${name}.json`), JSON.stringify(state))
  await writeFile(join(place, 'never.json'), JSON.stringify({ ...before, state: '0'.repeat(64) }))
  const between = await tracord('diff', join(place, 'root'), join(place, 'before.json'), join(place, 'after.json'), '--json')
  const sides = { from: { digest: before.digest }, to: { digest: after.digest } }
  expect(JSON.parse(between.out)).toMatchObject({ ...sides, gone: [{ statement: { frame: 'd1' } }], added: [] })
  const never = await tracord('diff', join(place, 'root'), join(place, 'never.json'))
  expect([never.code, never.err]).toEqual([2, expect.stringMatching(/^tracord: [^\n]*no state that it was in is found[^\n]*$/)])
  await rm(place, { recursive: true })
})
