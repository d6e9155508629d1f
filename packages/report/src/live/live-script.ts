/** Puts in what the server sends; the page was whole without it. */
export const LIVE_SCRIPT = `
const main = document.querySelector("main");
const lost = document.getElementById("lost");
const events = new EventSource("events");
events.addEventListener("state", ({ data }) => {
  main.innerHTML = JSON.parse(data);
  lost.hidden = true;
});
events.addEventListener("end", () => events.close());
events.addEventListener("error", () => { lost.hidden = false; });
`;
