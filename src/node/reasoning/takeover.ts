/** Takeover: sessions whose owners fell silent are gone on with by the next in rank; those that nobody can go on with are closed. */
import type { Clock, Ms } from '../../base/clock.ts'
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import { rendezvous } from '../../routing/rendezvous.ts'
import type { Archive, SessionRecord } from '../../traces/archive.ts'
import { goalFrom, type AskedGoal } from './goal.ts'
import { LOOK_MS, STALE_MS, TAKEN_MAX } from './limits.ts'
import type { MemberSeen } from './mesh.ts'
import { createOpenSessions } from './open-sessions.ts'
import { ownersOf } from './owners.ts'

/** What takeovers are decided by, and done with. */
export interface TakeoverParts {
  readonly clock: Clock
  readonly archive: Archive
  readonly self: AuthorKey
  members(): readonly MemberSeen[]
  /** Whether a module here accepts the goal. */
  isAble(goal: AskedGoal): Promise<boolean>
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
  const open = createOpenSessions(archive)
  /** Since when a session has been without an owner and without anybody able. */
  const orphans = new Map<ItemId, Ms>()
  /** Sessions about which the modules here are being asked. */
  const asking = new Set<ItemId>()
  let [taken, isOver] = [0, false]
  /** What is known of a session that no other live member goes on with, and this one not yet. */
  const leftRecord = (id: ItemId, live: readonly MemberSeen[]): SessionRecord | undefined => {
    const record = taken < TAKEN_MAX ? open.recordOf(id) : undefined
    if (record === undefined) orphans.delete(id)
    if (record?.begun === undefined || parts.isBusyWith(id)) return undefined
    return isFor(self, record, live) ? record : undefined
  }
  const look = (): void => {
    open.gather()
    taken = 0
    const live = liveMembers(parts)
    for (const id of open.ids()) if (!asking.has(id) && leftRecord(id, live) !== undefined) void consider(id)
    cancel = clock.after(LOOK_MS, look)
  }
  /** Whether a module here accepts may be known only later; what is so then decides. */
  const consider = async (id: ItemId): Promise<void> => {
    asking.add(id)
    const goal = goalIn(archive.session(id), parts.domainOf(id))
    const isAble = goal !== null && (await parts.isAble(goal))
    asking.delete(id)
    const live = liveMembers(parts)
    const record = isOver ? undefined : leftRecord(id, live)
    if (record !== undefined) decide(record, isAble ? goal : null, live)
  }
  const decide = (record: SessionRecord, goal: AskedGoal | null, live: readonly MemberSeen[]): void => {
    const { id, begun, handovers } = record
    const isOwn = ownersOf(record).includes(self)
    if (isOwn && goal === null) parts.giveOn(id)
    const able = ableAmong(live, begun?.item.module, handovers)
    const [first] = isOwn && goal !== null ? [self] : rendezvous(id, goal === null ? able : [...able, self])
    if (first === undefined) closeIfStale(id, live)
    if (first !== self || goal === null) return
    taken += 1
    orphans.delete(id)
    parts.take(id, goal)
  }
  const closeIfStale = (id: ItemId, live: readonly MemberSeen[]): void => {
    const since = orphans.get(id) ?? clock.now()
    orphans.set(id, since)
    const [closer] = rendezvous(id, [...live.map((member) => member.id), self])
    if (closer !== self || clock.now() - since < STALE_MS) return
    // Gone from the open ones once that is written; should it fail, it is tried again after as long a while.
    orphans.delete(id)
    parts.close(id, 'its owner is gone, and nobody who is here can go on with it')
  }
  let cancel = clock.after(LOOK_MS, look)
  return {
    owned: () => open.ownedBy(self).map(({ id }) => id),
    leftBy: (owner, goal) => open.ownedBy(owner).find(({ begun }) => begun?.item.goal === goal)?.id ?? null,
    stop() {
      isOver = true
      cancel()
    },
  }
}

const liveMembers = (parts: TakeoverParts): readonly MemberSeen[] => parts.members().filter(({ isLive }) => isLive)

/** The goal of a session as it can be asked again; null where it cannot. */
function goalIn(record: SessionRecord | undefined, domain: string): AskedGoal | null {
  const { goal, wants } = record?.begun?.item ?? {}
  const read = goalFrom({ goal, wants, domain })
  return read.ok ? read.value : null
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
