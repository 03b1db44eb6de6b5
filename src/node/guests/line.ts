/** Line: a way for texts to travel between a node and a module elsewhere: whole, in order, none lost while it is open. */

/** One open line, as whoever speaks sees it. */
export interface Line {
  /** For logs and messages only. */
  readonly label: string
  /** Sends one text, or drops it when the line is closed. Never throws. */
  send(text: string): void
  /** Ends the line; `onClose` of the handlers follows. */
  close(why: string): void
}

/** What is done with what comes. Neither function throws. */
export interface LineHandlers {
  onMessage(text: string): void
  onClose(why: string): void
}
