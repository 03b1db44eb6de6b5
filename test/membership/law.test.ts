/** Law of a closed realm: parts said, replaced and revoked. */
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../src/frames/facet.ts'
import type { LawPart } from '../../src/frames/realm-item.ts'
import { weightedLaw } from '../../src/membership/counting.ts'
import { partHash } from '../../src/membership/law.ts'
import { closedRealm, decided, invite, keyOf, says } from './court.ts'

const ALL = ['admin', 'schema', 'write'] as const
const rule = (text: string, ...replaces: LawPart[]): LawPart => ({
  k: 'rule',
  text,
  ...(replaces.length === 0 ? {} : { replaces: replaces.map(partHash).sort() }),
})
const policy = (perRule: number, ...replaces: LawPart[]): LawPart => ({
  k: 'policy',
  policy: { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, perRule } },
  ...(replaces.length === 0 ? {} : { replaces: replaces.map(partHash).sort() }),
})
const FIRST: LawPart = { k: 'policy', policy: DEFAULT_POLICY }
const [a, b] = [rule(':- a(X, 1).'), rule(':- b(X, 1).')]
const realm = closedRealm({ rules: [':- a(X, 1).'], types: [{ id: 'Door' }] })

describe('the law in force', () => {
  test('[MEM10] schema members add to the founding law and take the place of its parts; others change nothing', () => {
    const court = decided(
      [
        ...says('root', [invite('ann', ['schema']), invite('bob', ['admin', 'write'])]),
        ...says('ann', [b, rule(':- c(X, 1).', a)]),
        ...says('bob', [rule(':- d(X, 1).')]),
        ...says('eve', [rule(':- e(X, 1).')]),
      ],
      realm,
    )
    expect([...court.law.rules].sort()).toEqual([':- b(X, 1).', ':- c(X, 1).'])
    expect(court.parts.find(({ hash }) => hash === partHash(b))?.by).toEqual([keyOf('ann')])
    expect(court.ignored).toHaveLength(1)
  })

  test('[MEM11] an admin revokes for good, in whatever order; what the revoked part replaced is back', () => {
    const gone = rule(':- c(X, 1).', a)
    const entries = [
      ...says('root', [invite('ann', ['schema']), { k: 'revoke', hash: partHash(gone) }]),
      ...says('ann', [gone], [gone]),
    ]
    for (const order of [entries, entries.toReversed()]) expect(decided(order, realm).law.rules).toEqual([':- a(X, 1).'])
    const founding = says('root', [{ k: 'revoke', hash: partHash(a) }, a])
    expect(decided(founding, realm).law.rules).toEqual([])
  })

  test('[MEM11] who may only legislate revokes nothing', () => {
    const entries = [...says('root', [invite('ann', ['schema', 'write'])]), ...says('ann', [{ k: 'revoke', hash: partHash(a) }])]
    expect(decided(entries, realm).law.rules).toEqual([':- a(X, 1).'])
  })

  test('[MEM10] of policies that replace each other the last stands; of two at once the smallest hash rules and the clash is told', () => {
    const second = policy(10, FIRST)
    const chain = [...says('root', [policy(30, second)], [second])]
    expect(decided(chain, realm)).toMatchObject({ clashes: [], law: { policy: { steps: { perRule: 30 } } } })
    const rivals = [policy(40, FIRST), policy(50, FIRST)]
    const court = decided(says('root', rivals), realm)
    const [ruling, other] = rivals.map(partHash).sort()
    expect(court.clashes).toEqual([{ type: 'policy', about: '', rules: ruling, others: [other] }])
    const settled = decided(says('root', rivals, [policy(60, ...rivals)]), realm)
    expect(settled).toMatchObject({ clashes: [], law: { policy: { steps: { perRule: 60 } } } })
    const none = decided(says('root', [{ k: 'revoke', hash: partHash(FIRST) }]), realm)
    expect(none.law.policy).toEqual(DEFAULT_POLICY)
  })

  test('[MEM12] a type defined twice has one canonical definition, and the clash is told', () => {
    const door: LawPart = { k: 'typeDef', type: { id: 'Door', isa: ['Thing'] } }
    const first: LawPart = { k: 'typeDef', type: { id: 'Door' } }
    const [ruling, other] = [door, first].map(partHash).sort()
    const court = decided(says('root', [door]), realm)
    expect(court.clashes).toEqual([{ type: 'type', about: 'Door', rules: ruling, others: [other] }])
    expect(court.law.types).toHaveLength(1)
    const amended = decided(says('root', [{ ...door, replaces: [partHash(first)] }]), realm)
    expect(amended).toMatchObject({ clashes: [], law: { types: [{ id: 'Door', isa: ['Thing'] }] } })
  })

  test('[MEM16] in the law a member weighs its weight times the quality that the policy gives it', () => {
    const trusted = closedRealm({ policy: { quality: { [keyOf('ann')]: 500_000, [keyOf('eve')]: 7 } } })
    const court = decided(
      says('root', [invite('ann', ALL, { weight: 300_000 }), invite('bob'), invite('cid', ALL, { weight: 0 })]),
      trusted,
    )
    expect(weightedLaw(court).policy.quality).toEqual({ [keyOf('ann')]: 150_000, [keyOf('cid')]: 0, [keyOf('eve')]: 7 })
  })
})
