/** Load case, tracord: `tracord judge` on a file, from the start of the process to its end, output written to a file. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Said } from '../../src/frames/item.ts'
import type { Measured, Params } from '../case.ts'
import { startWatch, verify } from '../replication/stopwatch.ts'
import { freshClaims, heldClaims, LAW_INPUT } from './world.ts'

const COMMAND = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
/** One claim in so many clashes. */
const EVERY = 200

/** The claims of the case: four in five are the undisturbed world, the others disturb it. */
function claimsOf(count: number): { readonly claims: readonly Said[]; readonly clashes: number } {
  const held = Math.floor(count * 0.8)
  const { claims, violations } = freshClaims(count - held, held, EVERY)
  return { claims: [...heldClaims(held), ...claims], clashes: violations.length }
}

/** Writes the case. */
export async function prepare(params: Params, dir: string): Promise<void> {
  const { claims } = claimsOf(Number(params['claims']))
  const written = claims.map(({ id, by, item }) => {
    const { k: _, value, ...rest } = item as Said['item'] & { k: 'claim' }
    const isTime = typeof value === 'object' && 'time' in value
    return { id, by, ...rest, value: isTime ? { time: new Date(value.time).toISOString() } : value }
  })
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'case.json'), JSON.stringify({ tracord: 'case/1', ...LAW_INPUT, claims: written }))
}

/** Judges it. */
export async function run(params: Params, dir: string): Promise<Measured> {
  const out = openSync(join(dir, 'judgement.json'), 'w')
  const read = startWatch()
  execFileSync(execPath, [COMMAND, 'judge', join(dir, 'case.json')], { stdio: ['ignore', out, 'inherit'] })
  const { wall } = read()
  closeSync(out)
  const judged = JSON.parse(readFileSync(join(dir, 'judgement.json'), 'utf8')) as {
    conflicts: unknown[]
    standings: { status: string; derived: boolean }[]
  }
  const { claims, clashes } = claimsOf(Number(params['claims']))
  const said = new Set(claims.map(({ item }) => (item.k === 'claim' ? JSON.stringify([item.frame, item.slot, item.value]) : '')))
  verify(judged.conflicts.length === clashes, `${clashes} conflicts are found`)
  verify(judged.standings.filter(({ derived }) => !derived).length === said.size, 'every statement has its standing')
  return { wall }
}
