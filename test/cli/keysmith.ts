import { main } from '../../src/cli/main';

/** The executable, for tests that need a process of its own. */
main();
