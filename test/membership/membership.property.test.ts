/** Laws of membership over random courts: order, delivery, strangers and cuts. */
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../src/frames/facet.ts'
import type { LawPart, RealmItem, Role } from '../../src/frames/realm-item.ts'
import { countableIn } from '../../src/membership/counting.ts'
import { partHash } from '../../src/membership/law.ts'
import type { RealmEntry } from '../../src/membership/member.ts'
import type { Membership } from '../../src/membership/membership.ts'
import { decided, entryId, invite, keyOf, logOf, remove, successor } from './court.ts'

const NAMES = ['root', 'ann', 'bob', 'cid', 'dan', 'eve']
const name = fc.constantFrom(...NAMES)
const roles = fc.subarray<Role>(['admin', 'schema', 'write'])
const PARTS: readonly LawPart[] = ['a', 'b', 'c'].map((slot) => ({ k: 'rule', text: `:- ${slot}(X, 1).` }))
const POLICIES: readonly LawPart[] = [1, 2, 3].map((forks) => ({
  k: 'policy',
  policy: { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, forks } },
}))

const item: fc.Arbitrary<RealmItem> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, roles).map(([who, given]) => invite(who, given)) },
  { weight: 2, arbitrary: fc.tuple(name, fc.nat(4)).map(([who, left]) => remove(who, left === 0 ? {} : { realm: left, frames: 2 })) },
  { weight: 1, arbitrary: fc.constantFrom(...PARTS, ...POLICIES) },
  { weight: 1, arbitrary: fc.constantFrom(...PARTS).map((part): RealmItem => ({ k: 'revoke', hash: partHash(part) })) },
  { weight: 1, arbitrary: fc.tuple(name, name).map(([heir, root]) => successor(heir, root)) },
)

/** Random realm logs, with a founder who invites enough of the others for something to happen. */
const court: fc.Arbitrary<readonly RealmEntry[]> = fc
  .record({
    first: fc.array(fc.tuple(fc.constantFrom(...NAMES.slice(1)), roles), { maxLength: 4 }),
    rest: fc.array(fc.tuple(name, fc.array(item, { minLength: 1, maxLength: 3 })), { maxLength: 14 }),
  })
  .map(({ first, rest }) => {
    const spoken: (readonly [string, readonly RealmItem[]])[] = [
      ['root', first.map(([who, given]) => invite(who, [...given, 'admin'].filter((role, at, all) => all.indexOf(role) === at) as Role[]))],
      ...rest,
    ]
    const counts = new Map<string, number>()
    return spoken.map(([who, items]) => {
      const seq = counts.get(who) ?? 0
      counts.set(who, seq + 1)
      return { log: logOf(who), seq, id: entryId(who, seq), items }
    })
  })

/** Everything but the order of its maps, which nothing reads. */
const plain = ({ members, ...rest }: Membership): unknown => ({ ...rest, members: [...members].sort(([a], [b]) => (a < b ? -1 : 1)) })

/** The entries that count by `court` itself. */
const counted = (entries: readonly RealmEntry[], membership: Membership): readonly RealmEntry[] =>
  entries.filter(({ log, seq }) => seq < countableIn(membership, log))

describe('laws of membership', () => {
  test('[MEM18] the order of arrival does not matter', () => {
    fc.assert(
      fc.property(court, fc.infiniteStream(fc.nat()), (entries, dice) => {
        const shuffled = entries.map((entry) => [dice.next().value as number, entry] as const).sort(([a], [b]) => a - b)
        expect(plain(decided(shuffled.map(([, entry]) => entry)))).toEqual(plain(decided(entries)))
      }),
      { numRuns: 300 },
    )
  })

  test('[MEM19] what does not count changes nothing: the entries that count alone make the same membership', () => {
    fc.assert(
      fc.property(court, (entries) => {
        const membership = decided(entries)
        expect(plain(decided(counted(entries, membership)))).toEqual(plain(membership))
      }),
      { numRuns: 300 },
    )
  })

  test('[MEM20] nobody outside changes anything, and no parent is below its child', () => {
    fc.assert(
      fc.property(court, (entries) => {
        const { members, founder } = decided(entries)
        for (const member of members.values()) {
          if (member.parent === null) expect(member.key).toBe(founder)
          else {
            const parent = members.get(member.parent)
            expect(parent?.depth).toBe(member.depth - 1)
            expect(parent?.roles).toContain('admin')
            expect(parent?.roles).toEqual(expect.arrayContaining([...member.roles]))
          }
        }
        const stranger = [{ log: logOf('fay'), seq: 0, id: entryId('fay', 0), items: [invite('fay', ['admin']), ...PARTS, remove('root')] }]
        expect(plain(decided([...entries, ...stranger]))).toEqual(plain(decided(entries)))
        expect(members.has(keyOf('fay'))).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
