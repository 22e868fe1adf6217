/** Whether this is the page in a single file, which has nothing beside it. */
export const isSingle = import.meta.env.MODE === "single";
