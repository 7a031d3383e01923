/** A module that reads the clock while it loads, for a test that loads it from within a constructor. */
export const at = Date.now();
