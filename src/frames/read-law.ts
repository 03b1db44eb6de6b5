/** Reading a law: types, slot facets, rules and policy from plain JSON, checked and in normal form, with defaults filled in. */
import { QUALITY_MAX } from '../base/limits.ts'
import { ok, type Result } from '../base/result.ts'
import { DEFAULT_POLICY, type Facet, type Law, type Policy, type Steps, type TypeDef } from './facet.ts'
import { nameFault } from './name.ts'
import { lawError, readFacet, type LawError } from './read-facet.ts'
import { readFloor } from './read-floor.ts'
import { readLearned } from './read-learned.ts'

type Fields = Readonly<Record<string, unknown>>
type Slots = Readonly<Record<string, readonly Facet[]>>

/** What a law is read from; every part may be absent. */
export interface LawInput {
  readonly types?: unknown
  readonly slots?: unknown
  readonly rules?: unknown
  readonly policy?: unknown
}

/** The law that `input` spells. Rules are kept as text: the rule language reads them. */
export function readLaw(input: LawInput): Result<Law, LawError> {
  const types = readList(input.types ?? [], 'types', readType)
  if (!types.ok) return types
  const twice = types.value.find((type, at) => types.value.findIndex((other) => other.id === type.id) !== at)
  if (twice !== undefined) return lawError('types', `the type "${twice.id}" is defined twice`)
  const slots = readSlots(input.slots ?? {}, 'slots')
  if (!slots.ok) return slots
  const rules = readList(input.rules ?? [], 'rules', readText)
  if (!rules.ok) return rules
  const policy = readPolicy(input.policy ?? {})
  if (!policy.ok) return policy
  return ok({ types: types.value, slots: slots.value, rules: rules.value, policy: policy.value })
}

function isFields(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

function readList<T>(
  input: unknown,
  path: string,
  readOne: (one: unknown, path: string) => Result<T, LawError>,
): Result<T[], LawError> {
  if (!Array.isArray(input)) return lawError(path, 'must be a list')
  const read: T[] = []
  for (const [at, one] of input.entries()) {
    const result = readOne(one, `${path}[${at}]`)
    if (!result.ok) return result
    read.push(result.value)
  }
  return ok(read)
}

function readText(input: unknown, path: string): Result<string, LawError> {
  return typeof input === 'string' ? ok(input) : lawError(path, 'must be a string')
}

function readName(input: unknown, path: string): Result<string, LawError> {
  const fault = nameFault(input)
  return fault === undefined ? ok(String(input)) : lawError(path, fault)
}

const TYPE_LISTS = ['isa', 'equivalent', 'disjoint', 'complement'] as const

function readType(input: unknown, path: string): Result<TypeDef, LawError> {
  if (!isFields(input)) return lawError(path, 'a type is an object with an "id"')
  const foreign = Object.keys(input).find((key) => key !== 'id' && key !== 'slots' && !TYPE_LISTS.some((list) => list === key))
  if (foreign !== undefined)
    return lawError(`${path}.${foreign}`, `no field of a type; known are id slots ${TYPE_LISTS.join(' ')}`)
  const id = readName(input['id'], `${path}.id`)
  if (!id.ok) return id
  const lists: Record<string, readonly string[]> = {}
  for (const key of TYPE_LISTS) {
    const names = readList(input[key] ?? [], `${path}.${key}`, readName)
    if (!names.ok) return names
    if (names.value.length > 0) lists[key] = names.value
  }
  const slots = readSlots(input['slots'] ?? {}, `${path}.slots`)
  if (!slots.ok) return slots
  return ok({ id: id.value, ...lists, ...(Object.keys(slots.value).length > 0 ? { slots: slots.value } : {}) })
}

function readSlots(input: unknown, path: string): Result<Slots, LawError> {
  if (!isFields(input)) return lawError(path, 'must be an object from slot to a list of facets')
  const slots: [string, readonly Facet[]][] = []
  for (const [slot, list] of Object.entries(input)) {
    const name = readName(slot, path)
    if (!name.ok) return name
    const facets = readList(list, `${path}.${slot}`, readFacet)
    if (!facets.ok) return facets
    slots.push([slot, facets.value])
  }
  return ok(Object.fromEntries(slots)) // unlike assignment, safe for a slot called __proto__
}

const POLICY_FIELDS = ['una', 'quality', 'learn', 'learned', 'floor', 'steps', 'closed', 'now']

function readPolicy(input: unknown): Result<Policy, LawError> {
  if (!isFields(input)) return lawError('policy', 'must be an object')
  const foreign = Object.keys(input).find((key) => !POLICY_FIELDS.includes(key))
  if (foreign !== undefined) return lawError(`policy.${foreign}`, `no field of a policy; known are ${POLICY_FIELDS.join(' ')}`)
  for (const key of ['una', 'learn', 'closed']) {
    if (input[key] !== undefined && typeof input[key] !== 'boolean') return lawError(`policy.${key}`, 'must be true or false')
  }
  const quality = readQuality(input['quality'] ?? {})
  if (!quality.ok) return quality
  const steps = readSteps(input['steps'] ?? {})
  if (!steps.ok) return steps
  const { una, learn, closed } = { ...DEFAULT_POLICY, ...input } as Policy
  const floor = input['floor'] === undefined ? ok(undefined) : readFloor(input['floor'], 'policy.floor')
  if (!floor.ok) return floor
  const floored = floor.value === undefined ? {} : { floor: floor.value }
  const policy = { una, learn, closed, quality: quality.value, steps: steps.value, ...floored }
  if (input['learned'] === undefined) return ok(policy)
  if (learn) return lawError('policy.learned', 'stands only where learn is false: either quality is estimated, or it was')
  const learned = readLearned(input['learned'], 'policy.learned')
  return learned.ok ? ok({ ...policy, learned: learned.value }) : learned
}

function readQuality(input: unknown): Result<Record<string, number>, LawError> {
  if (!isFields(input)) return lawError('policy.quality', 'must be an object from author to parts per million')
  for (const [author, quality] of Object.entries(input)) {
    const fits = Number.isSafeInteger(quality) && Number(quality) >= 0 && Number(quality) <= QUALITY_MAX
    if (!fits) return lawError(`policy.quality.${author}`, `must be an integer from 0 to ${QUALITY_MAX}`)
  }
  return ok(input as Record<string, number>)
}

function readSteps(input: unknown): Result<Steps, LawError> {
  if (!isFields(input)) return lawError('policy.steps', 'must be an object')
  const steps: Record<string, number> = { ...DEFAULT_POLICY.steps }
  for (const [key, limit] of Object.entries(input)) {
    if (!Object.hasOwn(steps, key)) return lawError(`policy.steps.${key}`, `no budget; known are ${Object.keys(steps).join(' ')}`)
    if (!Number.isSafeInteger(limit) || Number(limit) < 1) return lawError(`policy.steps.${key}`, 'must be an integer, 1 or more')
    steps[key] = Number(limit)
  }
  return ok(steps as unknown as Steps)
}
