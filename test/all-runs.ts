/** For files of the slow suite: what is imported after this runs its properties as often as is promised. */
process.env.PARITY_ALL_RUNS = '1';
