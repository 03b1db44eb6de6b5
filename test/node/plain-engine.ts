/** Plain engine: a stand-in judgement that only keeps claims: every statement is clear, nothing conflicts. */
import { sha256Hex } from '../../src/base/hash.ts'
import type { Claim, Said } from '../../src/frames/item.ts'
import { statementKey, type Statement } from '../../src/frames/statement.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { Standing } from '../../src/semantics/judgement.ts'

export function createPlainEngine(): Engine {
  const claims = new Map<string, { by: string; claim: Claim }>()
  const withdrawn = new Map<string, string>()
  const excluded = new Set<string>()
  const live = (): (readonly [string, { by: string; claim: Claim }])[] =>
    [...claims].filter(([id, { by }]) => withdrawn.get(id) !== by && !excluded.has(by)).sort(([a], [b]) => (a < b ? -1 : 1))
  const statementOf = ({ frame, slot, value, not }: Claim): Statement => ({ frame, slot, value, not: not === true })
  const standings = (frame?: string): Standing[] => {
    const byKey = new Map<string, { statement: Statement; by: string[] }>()
    for (const [, { by, claim }] of live()) {
      if (frame !== undefined && claim.frame !== frame) continue
      const statement = statementOf(claim)
      const known = byKey.get(statementKey(statement)) ?? { statement, by: [] }
      known.by.push(by)
      byKey.set(statementKey(statement), known)
    }
    return [...byKey.values()].map(({ statement, by }) => ({
      ...statement,
      window: [null, null],
      status: 'clear',
      weight: String(new Set(by).size * 1_000_000),
      by: [...new Set(by)].sort(),
      derived: false,
    }))
  }
  return {
    add(said: readonly Said[]) {
      for (const { id, by, item } of said) {
        if (item.k === 'claim') claims.set(id, { by, claim: item })
        if (item.k === 'withdraw') withdrawn.set(item.claim, by)
      }
    },
    exclude: (author) => void excluded.add(author),
    frames: () => [...new Set(live().map(([, { claim }]) => claim.frame))].sort(),
    standingsOf: (frame) => standings(frame),
    standings: () => standings(),
    conflicts: () => [],
    components: () => [],
    incomplete: () => [],
    explain(about) {
      const key = 'slot' in about ? statementKey(about) : ''
      const found = live().filter(([, { claim }]) => statementKey(statementOf(claim)) === key)
      return { text: '', conflicts: [], claims: found.map(([id]) => id) }
    },
    digest: () => sha256Hex(JSON.stringify(live().map(([id]) => id))),
    news: () => ({ conflicts: [], settled: [] }),
    size: () => ({ statements: standings().length, claims: claims.size }),
  }
}
