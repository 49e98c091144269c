/**
 * Answers that come together are drawn together: the library tells the page of each in a turn of its own else, and a board of 24 charts is
 * drawn and laid out 24 times.
 */
type Task = () => void

/** What is handed in until `later` runs is run in that one turn, in its order. What throws does not keep back what follows it. */
export function inOneTurn(later: (run: Task) => void): (task: Task) => void {
  let waiting: Task[] = []
  const run = () => {
    const all = waiting
    waiting = []
    let begun = 0
    try {
      for (const task of all) {
        begun += 1
        task()
      }
    } finally {
      const left = all.slice(begun)
      if (left.length > 0 && waiting.length === 0) later(run)
      waiting = [...left, ...waiting]
    }
  }
  return task => {
    waiting.push(task)
    if (waiting.length === 1) later(run)
  }
}
