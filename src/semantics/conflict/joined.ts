/** Joined: union-find over local numbers, for what hangs together. */

/** Sets of numbers that grow together. */
export interface Joined {
  join(a: number, b: number): void
  /** The number that stands for all that `member` was joined with. */
  rootOf(member: number): number
}

/** Every number apart. */
export function createJoined(): Joined {
  const parent = new Map<number, number>()
  const rootOf = (member: number): number => {
    let root = member
    for (let above = parent.get(root); above !== undefined; above = parent.get(root)) root = above
    for (let at = member; at !== root;) {
      const above = parent.get(at)!
      parent.set(at, root)
      at = above
    }
    return root
  }
  return {
    rootOf,
    join(a, b) {
      const [left, right] = [rootOf(a), rootOf(b)]
      if (left !== right) parent.set(left, right)
    },
  }
}

/** Members that share a number, together. Each has at least one. */
export function gatherBy<T>(members: Iterable<T>, numbersOf: (member: T) => readonly number[]): readonly (readonly T[])[] {
  const joined = createJoined()
  const all = [...members].map((member) => ({ member, numbers: numbersOf(member) }))
  for (const { numbers } of all) for (const number of numbers) joined.join(number, numbers[0]!)
  const byRoot = new Map<number, T[]>()
  for (const { member, numbers } of all) {
    const root = joined.rootOf(numbers[0]!)
    const held = byRoot.get(root)
    if (held === undefined) byRoot.set(root, [member])
    else held.push(member)
  }
  return [...byRoot.values()]
}

/** The members that have a number, by number. */
export function indexBy<T>(members: Iterable<T>, numbersOf: (member: T) => readonly number[]): ReadonlyMap<number, readonly T[]> {
  const map = new Map<number, T[]>()
  for (const member of members) {
    for (const number of numbersOf(member)) {
      const held = map.get(number)
      if (held === undefined) map.set(number, [member])
      else held.push(member)
    }
  }
  return map
}
