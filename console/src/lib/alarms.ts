import { known, named, t } from "./language";

/** What an alarm means. Its name is that of the template, and what CloudFormation adds. */
export function meaning(alarm: { name: string; description: string }): string {
  const name = alarm.name.split("-")[0]!;
  const said = known("alarm", name, "");
  if (said) return said;
  const [, queue, kind] = /^(\w+?)(DeadLetters|QueueAge)Alarm$/.exec(name) ?? [];
  if (!queue) return alarm.description;
  return t(kind === "QueueAge" ? "alarm.QueueAge" : "alarm.DeadLetters", { queue: named("queue", queue) });
}
