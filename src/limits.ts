/** Every bound of Mangru, named in one place with its unit. Each has a test at the bound and one past it. */
export const limits = {
  // — settings —
  /** Tags on one log group (count). */
  tagsPerResource: 50,
} as const
