/** Membership: who belongs, case by case. */
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/base/hash.ts'
import { countableIn, lastCountedIn } from '../../src/membership/counting.ts'
import { DEPTH_MAX, ITEMS_PER_AUTHOR_MAX, MEMBERS_MAX } from '../../src/membership/limits.ts'
import type { RealmEntry } from '../../src/membership/member.ts'
import { undoneIn } from '../../src/membership/undone.ts'
import { decided, entryId, invite, keyOf, logOf, remove, says, successor, summary } from './court.ts'

const ALL = ['admin', 'schema', 'write'] as const

/** Of these names, in the order of the hashes of their keys. */
const byHash = (...names: readonly string[]): readonly string[] =>
  [...names].sort((a, b) => (sha256Hex(keyOf(a)) < sha256Hex(keyOf(b)) ? -1 : 1))

describe('invitations', () => {
  test('[MEM1] nobody but the founder belongs at first, with every role', () => {
    const { members, founder } = decided([])
    expect(founder).toBe(keyOf('root'))
    expect([...members.values()]).toEqual([
      { key: keyOf('root'), name: 'founder', weight: 1_000_000, roles: ALL, domains: null, parent: null, depth: 0, cuts: null },
    ])
  })

  test('[MEM2] who is invited by an admin belongs, and whom nobody counted invited does not', () => {
    const court = decided([
      ...says('root', [invite('ann', ALL), invite('bob')]),
      ...says('ann', [invite('cid')]),
      ...says('bob', [invite('dan')]),
      ...says('eve', [invite('eve', ALL), invite('fay', ALL)]),
    ])
    expect(summary(court)).toEqual({
      ann: 'admin+schema+write by founder',
      bob: 'write by founder',
      cid: 'write by ann',
      founder: 'admin+schema+write',
    })
    expect(court.ignored).toEqual([{ id: `${entryId('bob', 0)}#0`, why: 'a invite by one without the role admin' }])
  })

  test('[MEM3] the parent is the inviter of least depth; of several the one whose key has the smallest hash', () => {
    const [low = '', high = ''] = byHash('ann', 'bob')
    const entries = [
      ...says('root', [invite('ann', ALL), invite('bob', ALL)]),
      ...says(high, [invite('cid', ALL), invite('dan')]),
      ...says(low, [invite('cid', ALL)]),
      ...says('cid', [invite('dan')]),
    ]
    expect(summary(decided(entries))).toMatchObject({
      cid: `admin+schema+write by ${low}`,
      dan: `write by ${high}`,
    })
    expect(summary(decided([...entries, ...says('root', [], [invite('cid', [])])]))).toMatchObject({ cid: ' by founder' })
  })

  test('[MEM4] nobody is given more roles or domains than its inviter has', () => {
    const { members } = decided([
      ...says('root', [invite('ann', ['admin', 'write'], { domains: ['doors', 'lifts'] })]),
      ...says('ann', [invite('bob', ALL, { domains: ['lifts', 'main'] }), invite('cid', ['schema'])]),
    ])
    expect(members.get(keyOf('bob'))).toMatchObject({ roles: ['admin', 'write'], domains: ['lifts'] })
    expect(members.get(keyOf('cid'))).toMatchObject({ roles: [], domains: ['doors', 'lifts'] })
  })

  test('[MEM5] of several invitations by one inviter its last holds', () => {
    const entries = says('root', [invite('ann', ['write'], { weight: 5 })], [invite('ann', [], { weight: 7 })])
    expect(decided(entries).members.get(keyOf('ann'))).toMatchObject({ roles: [], weight: 7 })
    expect(decided(entries.toReversed())).toEqual(decided(entries))
  })
})

describe('removals', () => {
  const start = [...says('root', [invite('ann', ALL)]), ...says('ann', [invite('bob', ALL), invite('cid', ALL)])]

  test('[MEM6] only one above removes; who tries otherwise is named and does nothing', () => {
    const { members, ignored } = decided([
      ...start,
      ...says('bob', [remove('cid'), remove('ann'), remove('root'), remove('bob'), remove('eve')]),
    ])
    expect([...members.values()].map(({ cuts }) => cuts)).toEqual([null, null, null, null])
    expect(ignored.map(({ why }) => why)).toEqual(
      Array.from({ length: 5 }, () => 'it removes one whom its author did not bring in'),
    )
    const above = decided([...start, ...says('root', [invite('ann', ALL)], [remove('bob')])])
    expect(summary(above)).toMatchObject({ bob: 'admin+schema+write by ann removed' })
  })

  test('[MEM7] a removed member counts up to its cuts, the smallest of each log, and not at all in logs that none names', () => {
    const court = decided([
      ...says('root', [invite('ann', ALL)], [remove('bob', { frames: 3, realm: 5 })]),
      ...says('ann', [invite('bob', ALL)], [remove('bob', { frames: 7 })]),
    ])
    expect(countableIn(court, logOf('bob', 'frames'))).toBe(3)
    expect(countableIn(court, logOf('bob', 'realm'))).toBe(5)
    expect(countableIn(court, logOf('bob', 'frames', 2))).toBe(0)
    expect(countableIn(court, logOf('ann', 'frames', 2))).toBe(Infinity)
    expect(lastCountedIn(court, logOf('bob', 'frames'))).toBe(entryId('bob', 2))
  })

  test('[MEM8] what a removed member said on the realm before its cut stays, what it said later falls', () => {
    const entries = [
      ...says('root', [invite('ann', ALL)], [remove('ann', { realm: 1 })]),
      ...says('ann', [invite('bob')], [invite('cid')], [remove('bob')]),
    ]
    expect(summary(decided(entries))).toEqual({
      ann: 'admin+schema+write by founder removed',
      bob: 'write by ann',
      founder: 'admin+schema+write',
    })
  })

  test('[MEM9] a removed key stays removed, whoever below its remover invites it again', () => {
    const entries = [
      ...says('root', [invite('ann', ALL)], [remove('bob')], [invite('dan', ALL)]),
      ...says('ann', [invite('bob')], [], [invite('bob')]),
      ...says('dan', [invite('bob')]),
    ]
    expect(decided(entries).members.get(keyOf('bob'))?.cuts?.size).toBe(0)
    const again = [...entries, ...says('root', [invite('ann', ALL)], [remove('bob')], [invite('dan', ALL), invite('bob')])]
    expect(decided(again).members.get(keyOf('bob'))?.cuts?.size).toBe(0)
  })
})

describe('succession', () => {
  const start = says('root', [invite('ann', ALL)])

  test('[MEM13] whom the founder signed for has its place, and may remove it with cuts', () => {
    const taken = [...start, ...says('heir', [successor('heir')])]
    expect(summary(decided(taken))).toEqual({ founder: 'admin+schema+write by founder', ann: 'admin+schema+write by founder' })
    expect(decided(taken).founder).toBe(keyOf('heir'))
    const removed = [...start, ...says('root', [], [invite('eve')]), ...says('heir', [successor('heir')], [remove('root', { realm: 1 })])]
    const court = decided(removed)
    expect(court.members.get(keyOf('root'))?.cuts?.size).toBe(1)
    expect([court.members.has(keyOf('ann')), court.members.has(keyOf('eve'))]).toEqual([true, false])
  })

  test('[MEM13] one heir may be followed by another', () => {
    const court = decided([...start, ...says('heir', [successor('heir')]), ...says('next', [successor('next', 'heir')])])
    expect(court.founder).toBe(keyOf('next'))
    expect([...court.members.values()].map(({ depth }) => depth)).toEqual([0, 1, 2, 3])
  })

  test('[MEM13] a forged, borrowed or foreign signature makes nobody founder', () => {
    const forged = [successor('eve', 'eve'), successor('ann'), successor('eve', 'root', entryId('x', 0))]
    const court = decided([...start, ...says('eve', forged)])
    expect([court.founder, court.members.has(keyOf('eve'))]).toEqual([keyOf('root'), false])
  })

  test('[MEM14] of two heirs the one whose key has the smallest hash holds the place, and the clash is told', () => {
    const [first = '', second = ''] = byHash('heir', 'other')
    const court = decided([...start, ...says('heir', [successor('heir')]), ...says('other', [successor('other')])])
    expect(court.founder).toBe(keyOf(first))
    expect(court.clashes).toEqual([{ type: 'successor', about: '', rules: keyOf(first), others: [keyOf(second)] }])
  })
})

describe('bounds', () => {
  test('[MEM15] items of one author, members and depth have limits; the first by hash count, the rest is named', () => {
    const many = Array.from({ length: ITEMS_PER_AUTHOR_MAX + 50 }, (_, at) => ({
      ...invite('ann'),
      key: (keyOf('ann').slice(0, 38) + String(at).padStart(5, '0')) as ReturnType<typeof keyOf>,
    }))
    const entries = Array.from({ length: 11 }, (_, seq) => many.slice(seq * 1_000, (seq + 1) * 1_000))
    const court = decided([...says('root', [invite('eve', ALL), invite('bob')]), ...says('eve', ...entries)])
    expect(court.members.size).toBe(MEMBERS_MAX)
    expect(court.members.get(keyOf('bob'))).toMatchObject({ depth: 1 })
    expect(court.ignoredCount).toBe(53)
    expect(court.ignored.map(({ why }) => why)).toContain(`more than ${ITEMS_PER_AUTHOR_MAX} items by one author`)
    expect(court.ignored.map(({ why }) => why)).toContain(`more than ${MEMBERS_MAX} members`)
  })

  test('[MEM15] a line of invitations ends', () => {
    const line = Array.from({ length: DEPTH_MAX + 5 }, (_, at) => `m${at}`)
    const court = decided([
      ...says('root', [invite('m0', ALL)]),
      ...line.flatMap((name, at) => says(name, [invite(`m${at + 1}`, ALL)])),
    ])
    expect(court.members.size).toBe(DEPTH_MAX + 1)
    expect(court.ignored.map(({ why }) => why)).toEqual([`more than ${DEPTH_MAX} invitations from the founder`])
  })
})

describe('what counts', () => {
  test('[MEM17] a log counts where its author may write; realm logs of every member count', () => {
    const court = decided(says('root', [invite('ann', ['write'], { domains: ['doors'] }), invite('bob', ['admin'])]))
    const counts = (name: string, kind: 'frames' | 'traces' | 'realm', domain = 'main'): number =>
      countableIn(court, logOf(name, kind, 1, domain))
    expect([counts('ann', 'frames', 'doors'), counts('ann', 'frames'), counts('ann', 'realm')]).toEqual([Infinity, 0, Infinity])
    expect([counts('bob', 'frames'), counts('bob', 'traces'), counts('bob', 'realm')]).toEqual([0, 0, Infinity])
    expect([counts('eve', 'frames'), counts('eve', 'realm')]).toEqual([0, 0])
  })
})

test('[MEM21] a removal behind a fork is named while it would count and whom it ends still belongs', () => {
  const root = says('root', [invite('ann', ALL), invite('bob', ALL)])
  const court = [...root, ...says('ann', [invite('cid')]), ...says('bob', [invite('dan')])]
  const behind = [...says('ann', [], [remove('cid'), remove('dan'), remove('eve')]), ...says('eve', [remove('cid')])]
  const undone = (more: readonly RealmEntry[]): unknown => undoneIn(decided([...court, ...more]), behind)
  expect(undone([])).toEqual([{ by: keyOf('ann'), key: keyOf('cid') }])
  expect(undone(says('root', [], [remove('cid')]))).toEqual([])
  expect(undone(says('root', [], [remove('ann', { realm: 1 })]))).toEqual([])
  expect(undone(says('root', [], [remove('ann', { realm: 2 })]))).toEqual([{ by: keyOf('ann'), key: keyOf('cid') }])
  expect(undone(says('root', [], [], [invite('ann', ['write'])]))).toEqual([])
})
