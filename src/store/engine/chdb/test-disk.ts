/** A small disk in place of a folder, for tests of disks that run full or may not be written. */
import { execFileSync } from 'node:child_process'

export interface TestDisk {
  readOnly(): void
  [Symbol.dispose](): void
}

/** `size` as mount(8) reads it, `16m`. Undefined: the machine does not let us mount; the test is skipped aloud. */
export function testDisk(dir: string, size: string): TestDisk | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return {
    readOnly: () => void execFileSync('mount', ['-o', 'remount,ro', dir]),
    // Lazily: a server of a test that failed may still have files open there.
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', dir]),
  }
}

export const noDisk = 'needs the right to mount'
