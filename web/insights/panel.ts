/** Which of the drawers beside the query is open. */
export type Panel = 'saved' | 'history' | 'sql' | 'samples' | undefined
