/** The door of logs by pods: which pods a selector means, how their lines are found, and what to know of them. */
export { type ChosenPod, choosePods, type PodChoice, type PodRange } from './choose.ts'
export { podCondition, podPredicate } from './condition.ts'
export { clusterNamed, groupsOfPods } from './groups.ts'
export { type Collected, notesOf } from './notes.ts'
