/** The steps of a plan, as a list. Pure. */

/** Null where the text is no list numbered from 1; a line without its number belongs to the step before. */
export function planSteps(detail: string): readonly string[] | null {
  const steps: string[] = [];
  for (const line of detail.split('\n')) {
    const mark = `${steps.length + 1}. `;
    if (line.startsWith(mark)) {
      steps.push(line.slice(mark.length));
    } else if (steps.length > 0) {
      steps.push(`${steps.pop()}\n${line}`);
    } else {
      return null;
    }
  }
  return steps.length > 0 ? steps : null;
}
