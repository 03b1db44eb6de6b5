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
  const isMany = given.length > DIAL_ALL_MAX
  const lines = createLines(parts)
  const awaitedSince = new Map<AuthorKey, Ms>()
  const patience = PATIENCE_BEATS * parts.everyMs
  let accept: ((wire: Wire) => WireHandlers) | null = null
  let cancel = (): void => {}
  let turn = 0

  const look = (): void => {
    if (accept === null) return
    turn += 1
    const now = clock.now()
    const linked = lines.learn()
    const places = placesOf(parts, lines.authors)
    const met = new Map(places.map(({ address, author }) => [address, author]))
    const unmet = isMany ? rotated(given.filter((address) => !met.has(address)).sort(byHashWith(self)), turn) : []
    const overdue = new Set([...awaitedSince].filter(([, since]) => now - since >= patience).map(([author]) => author))
    const choice = chooseLinks({ self, isReachable: parts.address !== null, places, overdue, unmet })
    note(choice.awaited.filter((author) => !linked.has(author)), now)
    const always = isMany ? [] : given
    for (const address of [...always, ...choice.dial].slice(0, DIALED_MAX)) {
      const author = lines.authors.get(address) ?? met.get(address)
      // Whoever is linked already, from his side or by another address, needs no second connection.
      const isNeeded = always.includes(address) || author === undefined || !linked.has(author)
      if (!lines.keep(address, now) && isNeeded) lines.open(address, now, accept)
    }
    lines.release(now - patience)
    cancel = clock.after(parts.everyMs, look)
  }
  const note = (awaited: readonly AuthorKey[], now: Ms): void => {
    for (const author of awaitedSince.keys()) if (!awaited.includes(author)) awaitedSince.delete(author)
    for (const author of awaited) if (!awaitedSince.has(author)) awaitedSince.set(author, now)
  }
  return {
    start(take) {
      accept = take
      look()
    },
    async stop() {
      accept = null
      cancel()
      await lines.stop()
    },
  }
}

/** The connections that a dialer opened. */
interface Lines {
  /** Who was met behind an address. */
  readonly authors: ReadonlyMap<string, AuthorKey>
  /** Looks who is linked now, and who is behind the addresses that were opened. */
  learn(): ReadonlySet<AuthorKey>
  /** Whether `address` is open already; it stays so. */
  keep(address: string, now: Ms): boolean
  open(address: string, now: Ms, take: (wire: Wire) => WireHandlers): void
  /** Closes what was kept before `since` the last time. */
  release(since: Ms): void
  stop(): Promise<void>
}

function createLines(parts: DialerParts): Lines {
  const dialed = new Map<string, Dialed>()
  const authors = new Map<string, AuthorKey>()
  return {
    authors,
    learn() {
      const linked = new Set<AuthorKey>()
      for (const { id, at } of parts.peers()) {
        if (id === null) continue
        linked.add(id)
        if (dialed.has(at)) authors.set(at, id)
      }
      return linked
    },
    keep(address, now) {
      const known = dialed.get(address)
      if (known !== undefined) known.wantedAt = now
      return known !== undefined
    },
    open(address, now, take) {
      try {
        const source = parts.open(address)
        dialed.set(address, { source, wantedAt: now })
        source.start(take)
      } catch {
        dialed.delete(address) // an address of a peer's that cannot even be tried must cost nothing but the attempt
      }
    },
    release(since) {
      for (const [address, { source, wantedAt }] of dialed) {
        if (wantedAt > since) continue
        dialed.delete(address)
        authors.delete(address)
        void source.stop().catch(() => {}) // it closes its wire, and has nobody left to tell
      }
    },
    async stop() {
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
