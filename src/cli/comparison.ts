/** Comparison: what two nodes say of the realms they hold, side by side, and where they differ. */

/** One realm as a server lists it under `/realms`. */
export interface RealmListed {
  readonly realm: string
  readonly name: string
  /** Anybody may write; absent in the answers of servers that do not say. */
  readonly open?: boolean
  readonly certificate: { readonly state: string; readonly verdict: string; readonly digest: string; readonly entries: number }
  readonly claims: number
  /** Log key, entries held, id of the last one. */
  readonly logs: readonly (readonly [log: string, count: number, head: string | null])[]
  /** Ids of the conflicts held. */
  readonly conflicts: readonly string[]
}

/** A state of a realm in figures: on one node, or at one moment of one. */
export interface StateSide {
  /** Root of the state vector. */
  readonly state: string
  readonly verdict: string
  readonly digest: string
  readonly entries: number
  readonly claims: number
  readonly conflicts: number
}

/** A log of which the two do not hold the same. */
export interface LogDifference {
  readonly log: string
  readonly left: number
  readonly right: number
  /** true: the same number of entries, but not the same ones. */
  readonly forked: boolean
}

/** One realm on both nodes; null where a node does not hold it. */
export interface RealmComparison {
  readonly realm: string
  readonly name: string
  readonly left: StateSide | null
  readonly right: StateSide | null
  readonly stateEqual: boolean
  readonly verdictEqual: boolean
  readonly logs: readonly LogDifference[]
  readonly conflicts: { readonly leftOnly: readonly string[]; readonly rightOnly: readonly string[] }
}

/** The whole answer; `equal` when both hold the same realms in the same state with the same verdicts. */
export interface Comparison {
  readonly left: string
  readonly right: string
  readonly equal: boolean
  readonly realms: readonly RealmComparison[]
}

/** One node's answer and where it came from. */
export interface Listing {
  readonly url: string
  readonly realms: readonly RealmListed[]
}

/** Compares two listings; realms in the order of their ids. */
export function compareListings(left: Listing, right: Listing): Comparison {
  const leftById = new Map(left.realms.map((one) => [one.realm, one]))
  const rightById = new Map(right.realms.map((one) => [one.realm, one]))
  const realms = [...new Set([...leftById.keys(), ...rightById.keys()])]
    .sort()
    .map((realm) => compareRealm(realm, leftById.get(realm), rightById.get(realm)))
  return { left: left.url, right: right.url, equal: realms.every((one) => one.stateEqual && one.verdictEqual), realms }
}

function compareRealm(realm: string, left: RealmListed | undefined, right: RealmListed | undefined): RealmComparison {
  const leftConflicts = new Set(left?.conflicts)
  const rightConflicts = new Set(right?.conflicts)
  return {
    realm,
    name: left?.name ?? right?.name ?? '',
    left: left === undefined ? null : sideOf(left),
    right: right === undefined ? null : sideOf(right),
    stateEqual: left?.certificate.state === right?.certificate.state,
    verdictEqual: left?.certificate.verdict === right?.certificate.verdict,
    logs: compareLogs(left?.logs ?? [], right?.logs ?? []),
    conflicts: {
      leftOnly: [...leftConflicts].filter((id) => !rightConflicts.has(id)),
      rightOnly: [...rightConflicts].filter((id) => !leftConflicts.has(id)),
    },
  }
}

function sideOf({ certificate, claims, conflicts }: RealmListed): StateSide {
  const { state, verdict, digest, entries } = certificate
  return { state, verdict, digest, entries, claims, conflicts: conflicts.length }
}

function compareLogs(left: RealmListed['logs'], right: RealmListed['logs']): readonly LogDifference[] {
  const sides = new Map<string, { left?: RealmListed['logs'][number]; right?: RealmListed['logs'][number] }>()
  for (const log of left) sides.set(log[0], { left: log })
  for (const log of right) sides.set(log[0], { ...sides.get(log[0]), right: log })
  return [...sides]
    .filter(([, side]) => side.left?.[2] !== side.right?.[2] || side.left?.[1] !== side.right?.[1])
    .map(([log, side]) => {
      const counts = { left: side.left?.[1] ?? 0, right: side.right?.[1] ?? 0 }
      return { log, ...counts, forked: counts.left === counts.right }
    })
    .sort((a, b) => (a.log < b.log ? -1 : 1))
}
