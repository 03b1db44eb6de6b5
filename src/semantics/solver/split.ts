/** Split: the pieces of a part that share no element can be repaired apart. */
import { firstNumbers, type Part } from './part.ts'

/** The connected pieces of `part`, smallest first, then by smallest element. Every element of `part` is in a constraint. */
export function split(part: Part): readonly Part[] {
  if (part.needs.length === 0) return []
  const root = rootsOf(part)
  if (isOne(root)) return [part]
  const pieceOf = new Map<number, Draft>()
  for (let element = 0; element < root.length; element++) {
    const draft = pieceOf.get(root[element]!)
    if (draft === undefined) pieceOf.set(root[element]!, { elements: [element], constraints: [] })
    else draft.elements.push(element)
  }
  for (let constraint = 0; constraint < part.needs.length; constraint++) {
    pieceOf.get(root[part.flat[part.starts[constraint]!]!]!)!.constraints.push(constraint)
  }
  const local = new Int32Array(part.ids.length)
  const pieces = [...pieceOf.values()].map((draft) => pieceFrom(part, draft, local))
  return pieces.sort((a, b) => a.flat.length - b.flat.length || a.ids[0]! - b.ids[0]!)
}

/** Whether everything hangs together, as it mostly does: then nothing needs to be taken apart. */
function isOne(root: Int32Array): boolean {
  for (let element = 1; element < root.length; element++) if (root[element] !== root[0]) return false
  return true
}

interface Draft {
  readonly elements: number[]
  readonly constraints: number[]
}

function rootsOf(part: Part): Int32Array {
  const parent = firstNumbers(part.ids.length)
  const find = (element: number): number => {
    let at = element
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (let constraint = 0; constraint < part.needs.length; constraint++) {
    const first = find(part.flat[part.starts[constraint]!]!)
    for (let at = part.starts[constraint]! + 1; at < part.starts[constraint + 1]!; at++) parent[find(part.flat[at]!)] = first
  }
  for (let element = 0; element < parent.length; element++) parent[element] = find(element)
  return parent
}

function pieceFrom(part: Part, draft: Draft, local: Int32Array): Part {
  draft.elements.forEach((element, place) => (local[element] = place))
  const starts = new Int32Array(draft.constraints.length + 1)
  const flat: number[] = []
  const guards: number[] = []
  draft.constraints.forEach((constraint, place) => {
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      flat.push(local[part.flat[at]!]!)
      guards.push(part.guards[at]!)
    }
    starts[place + 1] = flat.length
  })
  return {
    ids: Int32Array.from(draft.elements, (element) => part.ids[element]!),
    starts,
    flat: Int32Array.from(flat),
    guards: Uint8Array.from(guards),
    needs: Int32Array.from(draft.constraints, (constraint) => part.needs[constraint]!),
    duals: Float64Array.from(draft.constraints, (constraint) => part.duals[constraint]!),
  }
}
