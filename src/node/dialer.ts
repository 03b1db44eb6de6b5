/** Dialer: opens connections to the members that the overlay chooses, and closes those that it chooses no more. */
import type { Clock, Ms } from '../base/clock.ts'
import { sha256Hex } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Wire, WireHandlers, WireSource } from '../ports/wire.ts'
import { chooseLinks, type Place } from '../sync/overlay.ts'
import type { Member } from '../sync/presence.ts'
import { DIAL_ALL_MAX, DIALED_MAX } from './core/limits.ts'
import type { NodeStatus } from './node.ts'

/** What a dialer works with. */
export interface DialerParts {
  readonly self: AuthorKey
  /** Where others can connect to this node; null: nowhere. */
  readonly address: string | null
  /** Addresses given by the owner. A few are all kept open; of many the overlay chooses. */
  readonly given: readonly string[]
  readonly clock: Clock
  /** Milliseconds between two looks; one beat. */
  readonly everyMs: Ms
  /** The way to an address; it is started once and stopped once. */
  open(address: string): WireSource
  members(): readonly Member[]
  peers(): NodeStatus['peers']
}

/** Beats that a link may be unwanted, or awaited, before something is done about it. */
const PATIENCE_BEATS = 6

interface Dialed {
  readonly source: WireSource
  /** When it was chosen last. */
  wantedAt: Ms
}

/** A dialer, which is a way to others like any. */
export function createDialer(parts: DialerParts): WireSource {
  const { self, clock } = parts
  const given = parts.given.filter((address) => address !== parts.address)
  const dialed = new Map<string, Dialed>()
  /** Who was met behind an address. */
  const authors = new Map<string, AuthorKey>()
  const awaitedSince = new Map<AuthorKey, Ms>()
  const patience = PATIENCE_BEATS * parts.everyMs
  let accept: ((wire: Wire) => WireHandlers) | null = null
  let cancel = (): void => {}
  let turn = 0

  const look = (): void => {
    if (accept === null) return
    turn += 1
    const now = clock.now()
    const linked = learn()
    const places = placesOf(parts, authors)
    const met = new Set(places.map(({ address }) => address))
    const isMany = given.length > DIAL_ALL_MAX
    const unmet = isMany ? rotated(given.filter((address) => !met.has(address)).sort(byHashWith(self)), turn) : []
    const overdue = new Set([...awaitedSince].filter(([, since]) => now - since >= patience).map(([author]) => author))
    const choice = chooseLinks({ self, isReachable: parts.address !== null, places, overdue, unmet })
    note(choice.awaited.filter((author) => !linked.has(author)), now)
    const wanted = [...(isMany ? [] : given), ...choice.dial].slice(0, DIALED_MAX)
    for (const address of wanted) want(address, linked, now, accept)
    for (const [address, { source, wantedAt }] of dialed) {
      if (now - wantedAt < patience) continue
      dialed.delete(address)
      void source.stop().catch(() => {}) // it closes its wire, and has nobody left to tell
    }
    cancel = clock.after(parts.everyMs, look)
  }
  /** Who is linked now; and who is behind the addresses that we opened. */
  const learn = (): ReadonlySet<AuthorKey> => {
    const linked = new Set<AuthorKey>()
    for (const { id, at } of parts.peers()) {
      if (id === null) continue
      linked.add(id)
      if (dialed.has(at)) authors.set(at, id)
    }
    return linked
  }
  const note = (awaited: readonly AuthorKey[], now: Ms): void => {
    for (const author of awaitedSince.keys()) if (!awaited.includes(author)) awaitedSince.delete(author)
    for (const author of awaited) if (!awaitedSince.has(author)) awaitedSince.set(author, now)
  }
  const want = (address: string, linked: ReadonlySet<AuthorKey>, now: Ms, take: (wire: Wire) => WireHandlers): void => {
    const known = dialed.get(address)
    const author = authors.get(address)
    if (known !== undefined) known.wantedAt = now
    else if (given.length <= DIAL_ALL_MAX || author === undefined || !linked.has(author)) {
      const source = parts.open(address)
      dialed.set(address, { source, wantedAt: now })
      source.start(take)
    }
  }
  return {
    start(take) {
      accept = take
      look()
    },
    async stop() {
      accept = null
      cancel()
      await Promise.all(Array.from(dialed.values(), ({ source }) => source.stop()))
    },
  }
}

/** Live members that can be connected to: by the address they tell, or by the one they were met at. */
function placesOf({ members, self }: DialerParts, authors: ReadonlyMap<string, AuthorKey>): readonly Place[] {
  const metAt = new Map(Array.from(authors, ([address, author]) => [author, address]))
  return members().flatMap(({ presence: { author, leaf }, profile, live }) => {
    const address = profile?.address ?? metAt.get(author)
    return live && !leaf && author !== self && address !== undefined ? [{ author, address }] : []
  })
}

/** An order of this node's own, so that not all try the same address first. */
function byHashWith(self: AuthorKey): (a: string, b: string) => number {
  const rank = (address: string): string => sha256Hex(`${self} ${address}`)
  return (a, b) => (rank(a) < rank(b) ? -1 : 1)
}

/** Each gets its turn for as long as patience lasts. */
function rotated(list: readonly string[], turn: number): readonly string[] {
  const by = list.length === 0 ? 0 : Math.floor(turn / PATIENCE_BEATS) % list.length
  return [...list.slice(by), ...list.slice(0, by)]
}
