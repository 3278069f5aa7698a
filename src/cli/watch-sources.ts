import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Long enough for `cdk synth` to write all of its files. */
const QUIET = 300;

/** Says when an assembly or a template has changed, once it is quiet again. */
export function watchSources(paths: readonly string[], changed: () => void): FSWatcher[] {
  let timer: NodeJS.Timeout | undefined;
  const note = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET);
  };
  return paths.map((path) => {
    if (statSync(path).isDirectory()) return watch(path, note);
    // Editors replace files: what is watched is the folder.
    return watch(dirname(path), (_event, file) => {
      if (file === basename(path)) note();
    });
  });
}
