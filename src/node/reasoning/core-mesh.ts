/** Core mesh: the way to the other members through a node's own core. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Core } from '../core/core.ts'
import type { MemberSeen, Mesh } from './mesh.ts'

/** The members that `core` knows, and questions by way of it. Who was removed is gone, though it is still heard: it can end nothing. */
export function coreMesh(core: Pick<Core, 'members' | 'ask' | 'membership'>): Mesh {
  const isRemoved = (author: AuthorKey): boolean => (core.membership()?.members.get(author)?.cuts ?? null) !== null
  return {
    members: () =>
      core.members().map(({ presence, profile, live, latencyMs }): MemberSeen => {
        const { author, load } = presence
        const { name = null, domains = null, modules = null, meaning = [] } = profile ?? {}
        return { id: author, name, isLive: live && !isRemoved(author), load, latencyMs, domains, modules, meaning }
      }),
    ask: (to, question, deadlineMs, done) => core.ask(to, question, deadlineMs, done),
  }
}
