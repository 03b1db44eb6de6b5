/** The judgement suite's drivers in the small: each verifies its own output, so that a run that ends was right. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Driver } from '../../bench/case.ts'
import { SUITES } from '../../bench/suites.ts'
import { claimAt, freshClaims, heldClaims } from '../../bench/judgement/world.ts'

const SMALL = { claims: 2_000, fresh: 300, conflicts: 10 }
const suite = SUITES.find(({ name }) => name === 'judgement')!
const drivers = suite.cases.flatMap((each) =>
  Object.entries(each.subjects).map(([subject, module]) => ({ each, subject, module, name: `${each.name}, ${subject}` })),
)

test.each(drivers)('$name ends with its metrics, its output verified', { timeout: 60_000 }, async ({ each, module }) => {
  const driver = (await import(`../../bench/${module}.js`)) as Driver
  const dir = mkdtempSync(join(tmpdir(), 'tracord-bench-test-'))
  try {
    await driver.prepare?.(SMALL, dir)
    const measured = await driver.run(SMALL, dir)
    for (const metric of Object.keys(each.units)) expect(measured[metric]).toBeGreaterThan(0)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('a world holds every claim once, in no order, and is disturbed in all ten ways', () => {
  const ids = [...heldClaims(1_300)].map(({ id }) => id)
  expect([...ids].sort()).toEqual(Array.from({ length: 1_300 }, (_, at) => claimAt(at).id).sort())
  expect(ids[1]).not.toBe(claimAt(1).id)
  const { claims, violations } = freshClaims(500, 13_000)
  expect(new Set(claims.map(({ id }) => id)).size).toBe(500)
  expect(new Set(violations.map((violation) => violation.split(':')[0])).size).toBe(10)
})
