/**
 * The value of an option of `config.json` in words; of one with several parts those that are set.
 *
 * @example optionText({ rotation: 10, zoom: [0.8, 1.2], hflip: true, vflip: false }); // "rotation 10, zoom 0.8 to 1.2, hflip"
 */
export function optionText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(optionText).join(", ");
  return typeof value === "object" && value !== null ? partsText(value) : String(value);
}

function partsText(parts: object): string {
  return Object.entries(parts)
    .filter(([, part]) => part !== null && part !== undefined && part !== false)
    .map(([name, part]) => {
      if (part === true) return name;
      return `${name} ${Array.isArray(part) ? part.map(optionText).join(" to ") : optionText(part)}`;
    })
    .join(", ");
}
