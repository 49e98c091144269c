/** How sensitive data is found in a text. Every detector runs in time linear in the text, whatever the text is. */

/** Calls `found` with each stretch (UTF-16 units, end exclusive); stretches may overlap and come in any order. */
export type Detector = (text: string, found: (from: number, to: number) => void) => void

/**
 * What stands beside a find must not belong to a word, and not be masked itself: so that what is masked once gives nothing new to find
 * when it is looked at again.
 */
export const isBoundary = (letter: string | undefined): boolean => letter === undefined || !/[\w*]/.test(letter)

/**
 * Every match of a pattern, or of its group `part`, which ends it. The pattern is ours: global, sticky to the begin of a run by a look behind, and bounded in
 * length, so that no text makes it slow.
 */
export const matching =
  (pattern: RegExp, holds: (match: string, text: string, from: number) => boolean = () => true): Detector =>
  (text, found) => {
    for (const match of text.matchAll(pattern)) {
      const whole = match[0]
      const part = match.groups?.part ?? whole
      const from = match.index + whole.length - part.length
      if (holds(part, text, from)) found(from, from + part.length)
    }
  }
