/** Reading a floor from plain JSON: strict, with defaults filled in, since it decides how every claim weighs. */
import { FLOOR_WINDOW_DEFAULT, FLOOR_WINDOW_MAX, QUALITY_MAX, SEALED_ENTRIES } from '../base/limits.ts'
import { ok, type Result } from '../base/result.ts'
import type { Floor } from './facet.ts'
import { lawError, type LawError } from './read-facet.ts'

/** The least and the most of each field. */
const BOUNDS: Readonly<Record<keyof Floor, readonly [number, number]>> = {
  quality: [1, QUALITY_MAX],
  weight: [0, QUALITY_MAX],
  block: [1, SEALED_ENTRIES],
  window: [1, FLOOR_WINDOW_MAX],
}

/** The floor that `input`, found at `path`, spells. */
export function readFloor(input: unknown, path: string): Result<Floor, LawError> {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  if (!isObject) return lawError(path, 'must be an object with quality and weight')
  const fields = Object.entries(BOUNDS)
  const foreign = Object.keys(input).find((key) => !Object.hasOwn(BOUNDS, key))
  if (foreign !== undefined) return lawError(`${path}.${foreign}`, `no field of a floor; known are ${Object.keys(BOUNDS).join(' ')}`)
  const floor: Record<string, unknown> = { block: SEALED_ENTRIES, window: FLOOR_WINDOW_DEFAULT, ...input }
  const bad = fields.find(([key, [least, most]]) => !isWithin(floor[key], least, most))
  if (bad === undefined) return ok(floor as unknown as Floor)
  const [key, [least, most]] = bad
  return lawError(`${path}.${key}`, `must be an integer from ${least} to ${most}`)
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
}
