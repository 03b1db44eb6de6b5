/** Takeover: sessions whose owners fell silent are gone on with by the next in rank; those that nobody can go on with are closed. */
import type { Clock, Ms } from '../../base/clock.ts'
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { SessionItem } from '../../frames/trace-item.ts'
import { rendezvous } from '../../routing/rendezvous.ts'
import type { Archive, SessionRecord } from '../../traces/archive.ts'
import { goalFrom, type AskedGoal } from './goal.ts'
import { LOOK_MS, STALE_MS, TAKEN_MAX } from './limits.ts'
import type { MemberSeen } from './mesh.ts'
import { isOpen, ownersOf } from './owners.ts'

/** What takeovers are decided by, and done with. */
export interface TakeoverParts {
  readonly clock: Clock
  readonly archive: Archive
  readonly self: AuthorKey
  members(): readonly MemberSeen[]
  /** Whether a module here accepts the goal. */
  isAble(goal: AskedGoal): boolean
  /** Whether this node works on it now, or takes no work. */
  isBusyWith(session: ItemId): boolean
  /** Says that this node goes on with it, and does. */
  take(session: ItemId, goal: AskedGoal): void
  /** Says that this node does not go on with its session: whoever can, may. */
  giveOn(session: ItemId): void
  /** Where the session is told. */
  domainOf(session: ItemId): string
  close(session: ItemId, reason: string): void
}

/** Looks after sessions. */
export interface Takeover {
  /** Open sessions that this node owns, whether it works on them or not. */
  owned(): readonly ItemId[]
  /** The open session toward a goal that `owner` has. */
  leftBy(owner: AuthorKey, goal: string): ItemId | null
  stop(): void
}

/** Looks every {@link LOOK_MS}; sessions are told apart by what is new of them only, so a quiet node does nothing. */
export function createTakeover(parts: TakeoverParts): Takeover {
  const { clock, archive, self } = parts
  const open = new Set<ItemId>()
  const settled = new Set<ItemId>()
  /** Since when a session has been without an owner and without anybody able. */
  const orphans = new Map<ItemId, Ms>()
  let seen = 0
  const gather = (): void => {
    const { sessions } = archive.count()
    if (sessions === seen) return
    seen = sessions
    for (const id of archive.sessions()) if (!settled.has(id)) open.add(id)
  }
  const recordOf = (id: ItemId): SessionRecord | undefined => {
    const record = archive.session(id)
    if (record === undefined || isOpen(record) || record.begun === undefined) return record
    open.delete(id)
    orphans.delete(id)
    settled.add(id)
    return undefined
  }
  const look = (): void => {
    gather()
    const live = parts.members().filter(({ isLive }) => isLive)
    let taken = 0
    for (const id of open) {
      const record = taken < TAKEN_MAX ? recordOf(id) : undefined
      if (record?.begun === undefined || parts.isBusyWith(id)) continue
      const owners = ownersOf(record)
      if (!isFor(self, record, live)) continue
      if (decide(record, record.begun.item, owners.includes(self), live)) taken += 1
    }
    cancel = clock.after(LOOK_MS, look)
  }
  /** True when this node went on with it. */
  const decide = ({ id, handovers }: SessionRecord, item: SessionItem, isOwn: boolean, live: readonly MemberSeen[]): boolean => {
    const { goal: text, wants, module } = item
    const goal = goalFrom({ goal: text, wants, domain: parts.domainOf(id) })
    const isAble = goal.ok && parts.isAble(goal.value)
    if (isOwn && !isAble) parts.giveOn(id)
    const able = ableAmong(live, module, handovers)
    const [first] = isOwn && isAble ? [self] : rendezvous(id, isAble ? [...able, self] : able)
    if (first === undefined) closeIfStale(id, live)
    if (first !== self || !goal.ok) return false
    orphans.delete(id)
    parts.take(id, goal.value)
    return true
  }
  const closeIfStale = (id: ItemId, live: readonly MemberSeen[]): void => {
    const since = orphans.get(id) ?? clock.now()
    orphans.set(id, since)
    const [closer] = rendezvous(id, [...live.map((member) => member.id), self])
    if (closer !== self || clock.now() - since < STALE_MS) return
    orphans.delete(id)
    open.delete(id)
    parts.close(id, 'its owner is gone, and nobody who is here can go on with it')
  }
  const ownedBy = (owner: AuthorKey): readonly SessionRecord[] => {
    gather()
    const records = [...open].map((id) => archive.session(id)).filter((record) => record !== undefined)
    return records.filter((record) => isOpen(record) && ownersOf(record).includes(owner))
  }
  let cancel = clock.after(LOOK_MS, look)
  return {
    owned: () => ownedBy(self).map(({ id }) => id),
    leftBy: (owner, goal) => ownedBy(owner).find(({ begun }) => begun?.item.goal === goal)?.id ?? null,
    stop: () => cancel(),
  }
}

/** Whether a node is to look after a session: where owners are left, the one of them that everybody finds first. */
function isFor(self: AuthorKey, record: SessionRecord, live: readonly MemberSeen[]): boolean {
  const left = ownersOf(record).filter((owner) => owner === self || live.some((member) => member.id === owner))
  return left.length === 0 || rendezvous(record.id, left)[0] === self
}

/** Who has the module, as far as they said, and did not give the session on. */
function ableAmong(
  live: readonly MemberSeen[],
  module: string | undefined,
  handovers: SessionRecord['handovers'],
): readonly AuthorKey[] {
  const gaveOn = new Set(handovers.flatMap(({ by, item: { to } }) => (to === by ? [] : [by])))
  const has = ({ modules }: MemberSeen): boolean => module === undefined || modules === null || modules.includes(module)
  return live.filter((member) => has(member) && !gaveOn.has(member.id)).map(({ id }) => id)
}
