/** The thread that works out one long rehearsal and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { type RehearsalWork, workOut } from './rehearsal-work.ts'

parentPort?.postMessage(workOut(workerData as RehearsalWork))
