/** Schema: checks what this node writes by any Standard Schema, and gives claims their TypeScript types. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { SlotOption, SlotOptions, TypeOptions } from './sugar.ts'

/** Slots that a schema names in `T` (types) or `S` (slots), with what the schema takes. */
export type SlotInputs<T, S> = {
  readonly [K in NamesInTypes<T> | NamesInSlots<S>]: InputInTypes<T, K> | InputOf<S, K>
}

type NamesInSlots<S> = { [K in keyof S]: S[K] extends { readonly schema: StandardSchemaV1 } ? K : never }[keyof S] & string
type NamesInTypes<T> = { [Y in keyof T]: T[Y] extends { readonly slots: infer S } ? NamesInSlots<S> : never }[keyof T]
type InputOf<S, K> = K extends keyof S
  ? S[K] extends { readonly schema: infer C extends StandardSchemaV1 }
    ? StandardSchemaV1.InferInput<C>
    : never
  : never
type InputInTypes<T, K> = { [Y in keyof T]: T[Y] extends { readonly slots: infer S } ? InputOf<S, K> : never }[keyof T]

/** The schemas of a node, by slot. `type` is null for those that hold whatever the frame's type. */
export type Schemas = ReadonlyMap<string, readonly { readonly type: string | null; readonly schema: StandardSchemaV1 }[]>

/** Collects the schemas of all types and slots. */
export function schemasOf(types: TypeOptions, slots: SlotOptions): Schemas {
  const schemas = new Map<string, { type: string | null; schema: StandardSchemaV1 }[]>()
  const collect = (type: string | null, options: SlotOptions): void => {
    for (const [slot, option] of Object.entries(options)) {
      const schema = schemaIn(option)
      if (schema !== undefined) schemas.set(slot, [...(schemas.get(slot) ?? []), { type, schema }])
    }
  }
  collect(null, slots)
  for (const [type, option] of Object.entries(types)) collect(type, option.slots ?? {})
  return schemas
}

function schemaIn(option: SlotOption): StandardSchemaV1 | undefined {
  return 'schema' in option ? option.schema : undefined
}

/** What the schema makes of `value`, or its complaints in one line. Its own failures are complaints too. */
export async function checkBySchema(schema: StandardSchemaV1, value: unknown): Promise<{ value: unknown } | { why: string }> {
  try {
    const result = await schema['~standard'].validate(value)
    return result.issues === undefined ? { value: result.value } : { why: result.issues.map(({ message }) => message).join('; ') }
  } catch (thrown) {
    return { why: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
