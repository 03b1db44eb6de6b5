/** A file that exports no module. */
export const nothing = null
