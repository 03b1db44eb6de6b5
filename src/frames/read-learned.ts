/** Reading what was learned from plain JSON: strict, since it decides how every claim weighs. */
import { LEARNED_VALUES_MAX, QUALITY_MAX } from '../base/limits.ts'
import { ok, type Result } from '../base/result.ts'
import type { Learned, LearnedSlot } from './learned.ts'
import { nameFault } from './name.ts'
import { lawError, type LawError } from './read-facet.ts'

type Fields = Readonly<Record<string, unknown>>
type Read<T> = (input: unknown, path: string) => Result<T, LawError>

/** The `Learned` that `input` spells. */
export const readLearned: Read<Learned> = (input, path) => {
  const fields = fieldsOf(input, path, ['v', 'quality', 'common', 'slots'])
  if (!fields.ok) return fields
  const { v, quality, common, slots } = fields.value
  if (v !== 1) return lawError(`${path}.v`, 'must be 1')
  const ofAuthors = recordOf(readCount(0, QUALITY_MAX))(quality, `${path}.quality`)
  if (!ofAuthors.ok) return ofAuthors
  const ofAll = readCount(1, QUALITY_MAX)(common, `${path}.common`)
  if (!ofAll.ok) return ofAll
  const bySlot = recordOf(readSlot)(slots, `${path}.slots`)
  if (!bySlot.ok) return bySlot
  return ok({ v, quality: ofAuthors.value, common: ofAll.value, slots: bySlot.value })
}

const readSlot: Read<LearnedSlot> = (input, path) => {
  const fields = fieldsOf(input, path, ['values', 'width', 'common', 'authors'])
  if (!fields.ok) return fields
  const values = fields.value['values'] === null ? ok(null) : readValues(fields.value['values'], `${path}.values`)
  if (!values.ok) return values
  const width = readCount(2, Number.MAX_SAFE_INTEGER)(fields.value['width'], `${path}.width`)
  if (!width.ok) return width
  const common = readChance(fields.value['common'], `${path}.common`)
  if (!common.ok) return common
  const authors = recordOf(readRows(values.value?.length))(fields.value['authors'], `${path}.authors`)
  if (!authors.ok) return authors
  return ok({ values: values.value, width: width.value, common: common.value, authors: authors.value })
}

const readValues: Read<readonly string[]> = (input, path) => {
  const isText = (one: unknown): one is string => typeof one === 'string' && one.isWellFormed()
  if (!Array.isArray(input) || input.length === 0 || !input.every(isText))
    return lawError(path, 'must be null or a list of values as canonical JSON text')
  if (input.length > LEARNED_VALUES_MAX) return lawError(path, `has ${input.length} values; at most ${LEARNED_VALUES_MAX} are told apart`)
  const unsorted = input.findIndex((key, at) => at > 0 && key <= (input[at - 1] ?? ''))
  return unsorted === -1 ? ok(input) : lawError(`${path}[${unsorted}]`, 'must come after the one before it: sorted, each once')
}

/** One row a value, one number a value; or a single number. */
const readRows =
  (size = 1): Read<readonly (readonly number[])[]> =>
  (input, path) => {
    if (!Array.isArray(input) || (input.length !== size && input.length !== 1))
      return lawError(path, `must be a list of ${size === 1 ? '1 row' : `${size} rows, or of 1`}`)
    for (const [at, row] of input.entries()) {
      const isRow = Array.isArray(row) && row.length === input.length && row.every((one, place) => readChance(one, `${place}`).ok)
      if (!isRow) return lawError(`${path}[${at}]`, `must be a list of ${input.length} integers from 1 to ${QUALITY_MAX - 1}`)
    }
    return ok(input as number[][])
  }

const readCount =
  (least: number, most: number): Read<number> =>
  (input, path) =>
    Number.isSafeInteger(input) && Number(input) >= least && Number(input) <= most
      ? ok(Number(input))
      : lawError(path, `must be an integer from ${least} to ${most}`)

const readChance = readCount(1, QUALITY_MAX - 1)

const recordOf =
  <T>(readOne: Read<T>): Read<Record<string, T>> =>
  (input, path) => {
    if (!isFields(input)) return lawError(path, 'must be an object')
    const read: [string, T][] = []
    for (const [key, one] of Object.entries(input)) {
      const fault = nameFault(key)
      if (fault !== undefined) return lawError(path, `a name ${fault}`)
      const result = readOne(one, `${path}.${key}`)
      if (!result.ok) return result
      read.push([key, result.value])
    }
    return ok(Object.fromEntries(read)) // unlike assignment, safe for a name like __proto__
  }

function fieldsOf(input: unknown, path: string, known: readonly string[]): Result<Fields, LawError> {
  if (!isFields(input)) return lawError(path, `must be an object with ${known.join(' ')}`)
  const foreign = Object.keys(input).find((key) => !known.includes(key))
  return foreign === undefined ? ok(input) : lawError(`${path}.${foreign}`, `no field here; known are ${known.join(' ')}`)
}

function isFields(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}
