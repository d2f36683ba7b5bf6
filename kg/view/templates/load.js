/* Where the data come from: here from the page itself, plain or deflated. */
KG.fromPage = async () => {
  const element = document.getElementById("data");
  const text = element.textContent;
  if (!element.type.endsWith("deflate")) return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
};

KG.opened(KG.fromPage);
