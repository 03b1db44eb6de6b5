/** Limits of membership: part of how a realm is judged, so all nodes stop at the same place; over each the first ones by hash count. */

/** Members of a realm, removed ones too. */
export const MEMBERS_MAX = 10_000
/** Invitations between a member and the founder. */
export const DEPTH_MAX = 64
/** Realm items of one author. */
export const ITEMS_PER_AUTHOR_MAX = 10_000
/** Parts of a law besides those of the founding record. */
export const PARTS_MAX = 2_000
/** Successors after each other. */
export const SUCCESSIONS_MAX = 16
/** Ignored items that are named; the rest is counted. */
export const IGNORED_MAX = 1_000
